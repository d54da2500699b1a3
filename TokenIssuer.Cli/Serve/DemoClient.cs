using System.Collections.Frozen;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Serve;

/// <summary>The client that a new local store begins with, so that there is somebody to get a token.</summary>
internal static class DemoClient
{
    private const string Id = "demo";

    /// <summary>
    /// Shows id, secret and a request to paste, then commits: a secret that was never shown is never live. This is the
    /// only time that it is shown. The request goes to where the server listens: its public name may not lead here yet.
    /// </summary>
    public static async Task CreateAsync(ClientRegistry registry, string origin, TextWriter output, TimeProvider clock, CancellationToken cancel)
    {
        var secret = SecretText.Generate();
        await output.WriteLineAsync($"""
            A client to try it with (its secret is shown this once):

              client id  {Id}
              secret     {secret}

              curl -u {Id}:{secret} -d grant_type=client_credentials {origin}{Issuer.TokenPath}

            """);
        await output.FlushAsync(cancel);
        await registry.CreateAsync(
            new Client
            {
                Id = Id,
                Name = "Made by tokenctl serve",
                Grants = FrozenSet.Create("client_credentials"),
                Scopes = FrozenSet.Create("api:read", "api:write"),
                DefaultScopes = "api:read",
                Secrets = [SecretRotation.Create(Id, secret, clock.GetUtcNow())],
            },
            cancel);
    }
}
