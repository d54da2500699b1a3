using System.CommandLine;
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
        return Session.Command(
            new Command("revoke", "Ends a secret for good. Running issuers refuse it within 30 seconds (Clients:YesFreshness).") { id, secretId, force },
            parsed =>
            {
                var clientId = CommonOptions.RequireClientId(parsed.GetRequiredValue(id));
                var secret = parsed.GetRequiredValue(secretId);
                // Should somebody paste the text itself, no message may repeat it.
                if (secret.StartsWith("tfs_", StringComparison.Ordinal))
                    throw new UsageException("SECRET_ID is the text of a secret, or its beginning: give the secret's id, as 'tokenctl secrets list' shows it.");
                return session => RunAsync(clientId, secret, parsed.GetValue(force), session);
            });
    }

    private static async Task<int> RunAsync(string id, string secretId, bool force, Session session)
    {
        var client = await session.Registry.ChangeAsync(
            id, (before, now) => SecretRotation.Revoke(before, secretId, force, now), announce: null, CancellationToken.None);
        var secret = client.Secrets.Single(secret => secret.Id == secretId);
        var now = await session.Registry.Clock.NowAsync(CancellationToken.None);
        if (session.Json) await JsonOutput.WriteAsync(json => SecretsTable.Write(json, secret, now));
        else await Console.Out.WriteLineAsync($"Secret '{secretId}' of client '{id}' was revoked at {secret.RevokedAt.Iso()}. Running issuers refuse it within 30 seconds (Clients:YesFreshness).");
        return ExitCode.Done;
    }
}
