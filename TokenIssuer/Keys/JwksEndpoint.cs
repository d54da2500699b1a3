using System.Buffers;
using System.Text.Json;
using TokenIssuer.Protocol;

namespace TokenIssuer.Keys;

/// <summary>GET /.well-known/jwks.json: the public keys (RFC 7517 §5), from memory.</summary>
internal sealed class JwksEndpoint(SigningKeyRing ring)
{
    private Published? last;

    public async ValueTask<IssuerResponse> HandleAsync(IssuerRequest request, CancellationToken cancel)
    {
        var keys = await ring.PublishedAsync(cancel);
        var current = last;
        if (current is null || !current.Keys.SequenceEqual(keys)) last = current = new Published(keys, Write(keys));
        return current.Document.Answer(request);
    }

    private static PublicDocument Write(IReadOnlyList<SigningKey> keys)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var key in keys) key.PublicKey.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new PublicDocument(buffer.WrittenMemory, "application/jwk-set+json");
    }

    /// <summary>One reference, so that it changes whole under concurrent readers.</summary>
    private sealed record Published(IReadOnlyList<SigningKey> Keys, PublicDocument Document);
}
