using System.Text.Json;
using TokenIssuer.Cli.Output;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;

namespace TokenIssuer.Cli.Secrets;

/// <summary>A client's secrets as they are shown afterwards: never their text.</summary>
internal static class SecretsTable
{
    /// <summary>What a rotation looks at comes first, within 80 columns.</summary>
    public static void Show(Client client, DateTimeOffset now)
    {
        var table = new PagedTable("secret id", "prefix", "state", "last used", "expires", "not before", "created", "label");
        foreach (var secret in client.Secrets)
        {
            table.Row(
                secret.Id, secret.Prefix, State(secret, now), secret.LastUsedOn.Iso(), secret.ExpiresAt.Iso(), secret.NotBefore.Iso(), secret.CreatedAt.Iso(),
                secret.Label);
        }

        table.Finish();
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
