using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using TokenIssuer.Tokens;

namespace TokenIssuer.Keys;

/// <summary>A public signing key as a JWK (RFC 7517 §4, RFC 7518 §6). It has no room for a private member.</summary>
public sealed record JsonWebKey
{
    private JsonWebKey()
    {
    }

    /// <summary>The RFC 7638 thumbprint, so that every instance and region names a key alike.</summary>
    public required string Kid { get; init; }

    /// <summary><c>alg</c>: one of <see cref="SigningAlgorithm"/>.</summary>
    public required string Algorithm { get; init; }

    /// <summary><c>kty</c>: <c>EC</c> or <c>RSA</c>.</summary>
    public required string KeyType { get; init; }

    /// <summary>The protected header of the tokens it signs (RFC 7515 §4), base64url, by their <c>typ</c>; made once.</summary>
    internal FrozenDictionary<string, byte[]> Headers { get; private init; } = FrozenDictionary<string, byte[]>.Empty;

    /// <summary>The members that make the key, in the order of RFC 7638 §3.2, base64url: crv, x, y or e, n.</summary>
    private (string Name, string Value)[] Members { get; init; } = [];

    /// <summary>A P-256 key; anything else is refused with <see cref="NotSupportedException"/>.</summary>
    public static JsonWebKey FromEc(ECParameters key)
    {
        if (key.Q.X is not { Length: <= 32 } x || key.Q.Y is not { Length: <= 32 } y || key.Curve.Oid.Value != "1.2.840.10045.3.1.7")
            throw new NotSupportedException("Only EC keys on P-256 sign tokens (ES256).");
        // RFC 7518 §6.2.1.2: coordinates are as long as the curve, leading zeros included.
        return Create("EC", SigningAlgorithm.ES256, ("crv", "P-256"), ("x", Encode(Padded(x))), ("y", Encode(Padded(y))));
    }

    /// <summary>An RSA key of at least 2048 bits; a smaller one is refused with <see cref="NotSupportedException"/> (RFC 7518 §3.3).</summary>
    public static JsonWebKey FromRsa(RSAParameters key, string algorithm)
    {
        // RFC 7518 §6.3.1.1: no leading zero octets.
        var modulus = key.Modulus.AsSpan().TrimStart((byte)0);
        if (modulus.Length < 2048 / 8) throw new NotSupportedException("RSA keys that sign tokens have at least 2048 bits.");
        return Create("RSA", algorithm, ("e", Encode(key.Exponent.AsSpan().TrimStart((byte)0))), ("n", Encode(modulus)));
    }

    /// <summary>Whether this key made the signature over the digest, in the form that JWS wants (RFC 7518 §3.3 to §3.5).</summary>
    internal bool Verify(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        if (KeyType == "EC")
        {
            using var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = { X = Member("x"), Y = Member("y") } });
            return ec.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        using var rsa = RSA.Create(new RSAParameters { Modulus = Member("n"), Exponent = Member("e") });
        var padding = Algorithm == SigningAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return rsa.VerifyHash(digest, signature, HashAlgorithmName.SHA256, padding);
    }

    /// <summary>Writes the JWK as one JSON object.</summary>
    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kty", KeyType);
        json.WriteString("use", "sig");
        json.WriteString("alg", Algorithm);
        json.WriteString("kid", Kid);
        foreach (var (name, value) in Members) json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static JsonWebKey Create(string keyType, string algorithm, params (string Name, string Value)[] members)
    {
        var kid = Thumbprint(keyType, members);
        return new()
        {
            KeyType = keyType,
            Algorithm = algorithm,
            Members = members,
            Kid = kid,
            Headers = JwtWriter.Types.ToFrozenDictionary(typ => typ, typ => JwtWriter.Header(algorithm, kid, typ), StringComparer.Ordinal),
        };
    }

    /// <summary>RFC 7638 §3: the required members alone, in lexicographic order, without white space, hashed.</summary>
    private static string Thumbprint(string keyType, ReadOnlySpan<(string Name, string Value)> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            var typed = false;
            foreach (var (name, value) in members)
            {
                if (!typed && string.CompareOrdinal(name, "kty") > 0)
                {
                    json.WriteString("kty", keyType);
                    typed = true;
                }

                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Encode(SHA256.HashData(buffer.WrittenSpan));
    }

    private byte[] Member(string name) => Base64Url.DecodeFromChars(Members.First(member => member.Name == name).Value);

    private static byte[] Padded(byte[] coordinate)
    {
        var padded = new byte[32];
        coordinate.CopyTo(padded, 32 - coordinate.Length);
        return padded;
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
