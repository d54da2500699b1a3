using System.CommandLine;
using TokenIssuer.Cli.Clients;
using TokenIssuer.Cli.Input;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Secrets;

/// <summary><c>tokenctl secrets revoke</c>.</summary>
internal static class RevokeCommand
{
    public static Command Create()
    {
        var id = CommonOptions.ClientId();
        var secretId = new Argument<string>("SECRET_ID") { Description = "The secret's id, as 'tokenctl secrets list' shows it; never its text." };
        var force = new Option<bool>("--force") { Description = "Even if it was used within the last day." };
        var tokens = new Option<bool>("--tokens") { Description = "Then wait until no issuer can honour it any more, and make the client's tokens inactive at introspection: for a secret that has leaked." };
        var wait = new Option<string>("--wait")
        {
            Description = "How long --tokens waits: the issuers' Clients:YesFreshness, and Clients:StaleIfError too if the store was down meanwhile.",
            HelpName = "DURATION",
            DefaultValueFactory = _ => "30s",
        };
        return Session.Command(
            new Command("revoke", "Ends a secret for good. Running issuers refuse it within 30 seconds (Clients:YesFreshness).") { id, secretId, force, tokens, wait },
            parsed =>
            {
                var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
                var secret = parsed.GetRequiredValue(secretId);
                // Should somebody paste the text itself, no message may repeat it.
                if (secret.StartsWith("tfs_", StringComparison.Ordinal))
                    throw new UsageException("SECRET_ID is the text of a secret, or its beginning: give the secret's id, as 'tokenctl secrets list' shows it.");
                TimeSpan? delay = parsed.GetValue(tokens) ? Duration.Require("--wait", parsed.GetRequiredValue(wait)) : null;
                return session => RunAsync(clientId, secret, parsed.GetValue(force), delay, session);
            });
    }

    private static async Task<int> RunAsync(string id, string secretId, bool force, TimeSpan? thenTokensAfter, Session session)
    {
        var client = await session.Registry.ChangeAsync(
            id, (before, now) => SecretRotation.Revoke(before, secretId, force, now), announce: null, CancellationToken.None);
        var secret = client.Secrets.Single(secret => secret.Id == secretId);
        var now = await session.Registry.Clock.NowAsync(CancellationToken.None);
        if (session.Json) await JsonOutput.WriteAsync(json => SecretsTable.Write(json, secret, now));
        else await Console.Out.WriteLineAsync($"Secret '{secretId}' of client '{id}' was revoked at {secret.RevokedAt.Iso()}. Running issuers refuse it within 30 seconds (Clients:YesFreshness).");
        return thenTokensAfter is { } delay ? await RevokeTokensAsync(id, delay, session) : ExitCode.Done;
    }

    /// <summary>Tokens that an issuer still gives out for the revoked secret must be older than the mark, so the mark is set last.</summary>
    private static async Task<int> RevokeTokensAsync(string id, TimeSpan delay, Session session)
    {
        await Console.Error.WriteLineAsync($"Waiting {delay.TotalSeconds:0} s until no issuer honours the secret. If this is interrupted, run 'tokenctl clients revoke-tokens {id}' later.");
        await Task.Delay(delay, session.Cancel);
        await Console.Error.WriteLineAsync(RevokeTokensCommand.Done(await RevokeTokensCommand.MarkAsync(id, session)));
        return ExitCode.Done;
    }
}
