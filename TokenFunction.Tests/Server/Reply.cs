using System.Net.Http.Headers;
using System.Text.Json;

namespace TokenFunction.Tests.Server;

/// <summary>An answer as it came.</summary>
public sealed record Reply(int Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Body)
{
    public string? this[string member] =>
        JsonDocument.Parse(Body).RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>RFC 6749 §5.2 and conformance C5.58, C5.59: JSON, never stored, plain ASCII, no input echoed.</summary>
    public void ShouldRefuse(int status, string error, bool challenge = false)
    {
        Assert.Equal((status, error), (Status, this["error"]));
        Assert.Equal("application/json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal("no-store", Headers.CacheControl?.ToString());
        Assert.Matches("^[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+$", this["error_description"]!);
        Assert.Equal(challenge, Headers.WwwAuthenticate.Count > 0);
        Assert.NotNull(ContentHeaders.ContentLength);
    }
}
