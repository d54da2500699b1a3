using System.Net.Http.Headers;
using System.Text.Json;

namespace TokenFunction.Tests.Server;

/// <summary>An answer as it came.</summary>
public sealed record Reply(int Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Body)
{
    public string? this[string member] =>
        JsonDocument.Parse(Body).RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>RFC 6749 §5.2 and conformance C5.58 to C5.60: JSON, never stored, plain ASCII sentences, no error_uri.</summary>
    public void ShouldRefuse(int status, string error, bool challenge = false)
    {
        Assert.Equal((status, error), (Status, this["error"]));
        Assert.Equal("application/json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal(("no-store", "no-cache"), (Headers.CacheControl?.ToString(), Headers.Pragma.ToString()));
        Assert.Equal(["error", "error_description"], Json.EnumerateObject().Select(member => member.Name));
        Assert.Matches("^[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+$", this["error_description"]!);
        Assert.Equal(challenge, Headers.WwwAuthenticate.Count > 0);
        Assert.NotNull(ContentHeaders.ContentLength);
    }
}
