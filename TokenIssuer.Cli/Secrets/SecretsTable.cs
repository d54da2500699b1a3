using System.Text.Json;
using Spectre.Console;
using TokenIssuer.Cli.Output;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Secrets;

/// <summary>A client's secrets as they are shown afterwards: never their text.</summary>
internal static class SecretsTable
{
    public static Table Of(Client client, DateTimeOffset now)
    {
        var table = Terminal.Table("secret id", "prefix", "state", "label", "created", "not before", "expires", "last used");
        foreach (var secret in client.Secrets)
        {
            table.Row(
                secret.Id, secret.Prefix, State(secret, now), secret.Label, secret.CreatedAt.Iso(), secret.NotBefore.Iso(), secret.ExpiresAt.Iso(),
                secret.LastUsedOn.Iso());
        }

        return table;
    }

    public static void Write(Utf8JsonWriter json, ClientSecret secret, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("secretId", secret.Id);
        json.WriteString("prefix", secret.Prefix);
        json.WriteString("label", secret.Label);
        json.WriteString("createdAt", secret.CreatedAt.Iso());
        json.WriteString("notBefore", secret.NotBefore.Iso());
        json.WriteString("expiresAt", secret.ExpiresAt.Iso());
        json.WriteString("lastUsedOn", secret.LastUsedOn.Iso());
        json.WriteString("state", State(secret, now));
        json.WriteEndObject();
    }

    private static string State(ClientSecret secret, DateTimeOffset now) => secret.StateAt(now).ToString().ToLowerInvariant();
}
