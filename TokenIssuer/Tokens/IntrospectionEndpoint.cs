using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Protocol;

namespace TokenIssuer.Tokens;

/// <summary>POST /oauth/introspect: is this token good, now? (RFC 7662). What the store says is asked every time; a guess is never made.</summary>
internal sealed class IntrospectionEndpoint(
    ClientAuthenticator authenticator, TokenStatus status, Refusals refusals, IOptions<ClientOptions> clients)
{
    /// <summary>RFC 7662 §2.2: nothing more than that, whatever the reason.</summary>
    private static readonly byte[] Inactive = JsonSerializer.SerializeToUtf8Bytes(new { active = false });

    public async ValueTask<IssuerResponse> HandleAsync(IssuerRequest http, CancellationToken cancel)
    {
        var address = ClientAddress.Of(http, clients.Value.ForwardedHops);
        if (!TokenQuestion.Read(http).Try(out var request, out var error)) return refusals.Refuse(error, null, address);
        if (!(await authenticator.AuthenticateAsync(request.Credentials, address, cancel)).Try(out var caller, out error)) return refusals.Refuse(error, null, address);
        if (request.Token is null) return refusals.Refuse(OAuthError.MissingToken, caller.Id, address);

        return await status.ActiveAsync(request.Token, caller, cancel) is { } claims ? Active(claims) : IssuerResponse.Of(200, Inactive);
    }

    /// <summary>RFC 7662 §2.2.</summary>
    private static IssuerResponse Active(in Claims claims)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, JwtWriter.Plain))
        {
            json.WriteStartObject();
            json.WriteBoolean("active"u8, true);
            json.WriteString("token_type"u8, "Bearer"u8);
            claims.WriteTo(json);
            json.WriteEndObject();
        }

        return IssuerResponse.Of(200, body.WrittenMemory);
    }
}
