using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TokenIssuer.Cli.Output;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Token;

/// <summary>One token request (RFC 6749 §4.4.2).</summary>
internal static class TokenCall
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The response. Throws <see cref="RefusedException"/> with the issuer's reason, and <see cref="IOException"/> when
    /// there is no answer that could be one.
    /// </summary>
    public static async Task<JsonDocument> PostAsync(Uri issuer, string clientId, string secret, string[] scopes, string[] resources, CancellationToken cancel)
    {
        // A redirect would carry the secret to who knows whom.
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = Patience };
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (scopes.Length > 0) form.Add(new("scope", string.Join(' ', scopes)));
        form.AddRange(resources.Select(resource => new KeyValuePair<string, string>("resource", resource)));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(issuer, Issuer.TokenPath)) { Content = new FormUrlEncodedContent(form) };
        // RFC 6749 §2.3.1: both are form-encoded first.
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(secret)}")));
        try
        {
            using var response = await http.SendAsync(request, cancel);
            return Read(issuer, (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancel));
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new IOException($"{issuer.GetLeftPart(UriPartial.Authority)} does not answer: {e.Message} Is it running, and is --issuer right?", e);
        }
    }

    private static JsonDocument Read(Uri issuer, int status, byte[] body)
    {
        JsonDocument? answer = null;
        try
        {
            answer = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            // Told below, by the status.
        }

        if (status == 200 && Text(answer, "access_token") is not null) return answer!;
        var origin = issuer.GetLeftPart(UriPartial.Authority);
        if (status is >= 400 and < 500 && Text(answer, "error") is { } error)
            throw new RefusedException($"{origin} refused: {Terminal.Plain(error)}. {Terminal.Plain(Text(answer, "error_description"))}");
        throw new IOException($"{origin} answered {status} without a token: is it an issuer, and is it ready? {origin}/readyz tells.");
    }

    private static string? Text(JsonDocument? answer, string member) =>
        answer?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
