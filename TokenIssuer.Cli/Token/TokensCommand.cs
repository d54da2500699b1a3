using System.Buffers.Text;
using System.CommandLine;
using System.Text.Json;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Tokens;

namespace TokenIssuer.Cli.Token;

/// <summary><c>tokenctl tokens revoke</c>: an operator ends one token, whoever's it is.</summary>
internal static class TokensCommand
{
    private const string Variable = "TOKENCTL_TOKEN";

    public static Command Create() => new("tokens", "Tokens that were issued.")
    {
        Session.Command(
            new Command("revoke", $"Ends a token: inactive at introspection at once; APIs that verify offline accept it until it expires. It is read from {Variable} or standard input, and its signature is not checked."),
            _ => RunAsync),
    };

    private static async Task<int> RunAsync(Session session)
    {
        var claims = Read(await HiddenInput.ReadAsync("token", Variable, session.Cancel));
        var revocations = new Revocations(session.Store.Table(Revocations.TableName), TimeProvider.System);
        var now = await session.Registry.Clock.NowAsync(session.Cancel);
        var expires = DateTimeOffset.FromUnixTimeSeconds(claims.Expires);
        // A row for an expired token would be swept before anybody could read it.
        if (expires > now) await revocations.RevokeAsync(claims.TokenId, claims.ClientId, claims.Expires, CancellationToken.None);
        if (session.Json)
        {
            await JsonOutput.WriteAsync(json =>
            {
                json.WriteStartObject();
                json.WriteString("jti", claims.TokenId);
                json.WriteString("clientId", claims.ClientId);
                json.WriteString("expiresAt", expires.Iso());
                json.WriteBoolean("expired", expires <= now);
                json.WriteEndObject();
            });
            return ExitCode.Done;
        }

        await Console.Out.WriteLineAsync(expires > now
            ? $"Token '{claims.TokenId}' of client '{claims.ClientId}' is inactive at introspection. Offline it is good until {expires.Iso()}."
            : $"Token '{claims.TokenId}' of client '{claims.ClientId}' expired at {expires.Iso()}: there is nothing to revoke.");
        return ExitCode.Done;
    }

    /// <summary>On the operator's authority: what it says of itself is believed, and nothing of it is repeated in a message.</summary>
    private static Claims Read(string token)
    {
        try
        {
            if (token.Split('.') is [_, var payload, _] && Claims.Parse(Base64Url.DecodeFromChars(payload)) is var claims
                && Revocations.IsTokenId(claims.TokenId) && claims.Expires is >= 0 and < 253_402_300_800) return claims;
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            // Said below.
        }

        throw new UsageException("This is no access token of this issuer: it must be the whole token, three parts with dots between them.");
    }
}
