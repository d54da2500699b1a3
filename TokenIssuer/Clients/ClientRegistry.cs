using System.Collections.Frozen;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;

namespace TokenIssuer.Clients;

/// <summary>Rows ↔ <see cref="Client"/>: partition = client id, row <c>client</c>, rows <c>secret:{id}</c>.</summary>
/// <param name="table">The table <c>clients</c>.</param>
public sealed class ClientRegistry(ITable table)
{
    /// <summary>The table's name.</summary>
    public const string TableName = "clients";

    /// <summary>The row key of the registration itself, the lock of its partition.</summary>
    public const string ClientRow = "client";

    private const string SecretRow = "secret:";

    /// <summary>The client with all its secrets in one round trip; null when it does not exist.</summary>
    public async Task<Client?> FindAsync(string id, CancellationToken cancel)
    {
        var rows = await table.ReadPartitionAsync(id, cancel);
        var registration = rows.FirstOrDefault(row => row.RowKey == ClientRow);
        return registration is null ? null : Read(registration) with
        {
            Secrets = [.. rows.Where(row => row.RowKey.StartsWith(SecretRow, StringComparison.Ordinal)).Select(ReadSecret)],
        };
    }

    /// <summary>Adds a client with its secrets in one batch; conflicts when the id is taken.</summary>
    public Task CreateAsync(Client client, DateTimeOffset now, CancellationToken cancel) =>
        table.WriteAsync([TableWrite.Insert(Row(client, now)), .. client.Secrets.Select(secret => TableWrite.Insert(Row(client.Id, secret, now)))], cancel);

    private static Client Read(TableRow row) => new()
    {
        Id = row.PartitionKey,
        Enabled = row.Columns.GetValueOrDefault("enabled") is true,
        Grants = Set(row.Text("grants")),
        Scopes = Set(row.Text("scopes")),
        DefaultScopes = row.Text("defaultScopes") ?? "",
        Audiences = List(row.Text("audiences")),
        TokenLifetime = row.Columns.GetValueOrDefault("tokenLifetimeSeconds") is int seconds ? TimeSpan.FromSeconds(seconds) : null,
        TokenTyp = row.Text("tokenTyp") ?? "at+jwt",
        AllowedNetworks = Networks(row.Text("allowedNetworks")),
    };

    private static ClientSecret ReadSecret(TableRow row) => new()
    {
        Id = row.RowKey[SecretRow.Length..],
        Hash = row.Text("hash") ?? "",
        NotBefore = row.Time("notBefore"),
        ExpiresAt = row.Time("expiresAt"),
        RevokedAt = row.Time("revokedAt"),
    };

    private static TableRow Row(Client client, DateTimeOffset now) => new(client.Id, ClientRow)
    {
        Columns =
        {
            ["appType"] = "service",
            ["enabled"] = client.Enabled,
            ["grants"] = string.Join(' ', client.Grants),
            ["scopes"] = string.Join(' ', client.Scopes),
            ["defaultScopes"] = client.DefaultScopes,
            ["audiences"] = string.Join(' ', client.Audiences),
            ["tokenLifetimeSeconds"] = (int?)client.TokenLifetime?.TotalSeconds,
            ["tokenTyp"] = client.TokenTyp,
            ["allowedNetworks"] = string.Join(' ', client.AllowedNetworks),
            ["createdAt"] = now,
            ["updatedAt"] = now,
        },
    };

    private static TableRow Row(string clientId, ClientSecret secret, DateTimeOffset now) => new(clientId, SecretRow + secret.Id)
    {
        Columns =
        {
            ["hash"] = secret.Hash,
            ["createdAt"] = now,
            ["notBefore"] = secret.NotBefore,
            ["expiresAt"] = secret.ExpiresAt,
            ["revokedAt"] = secret.RevokedAt,
        },
    };

    private static string[] List(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static FrozenSet<string> Set(string? text) => List(text).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A range that cannot be read admits nobody: a list that lost all its entries must not mean anywhere.</summary>
    private static List<AddressRange> Networks(string? text)
    {
        var ranges = new List<AddressRange>();
        foreach (var entry in List(text))
        {
            ranges.Add(AddressRange.TryParse(entry, out var range) ? range : AddressRange.Nowhere);
        }

        return ranges;
    }
}
