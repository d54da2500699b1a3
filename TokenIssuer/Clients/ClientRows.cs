using System.Collections.Frozen;
using System.Globalization;
using TokenIssuer.Protocol;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;
using TokenIssuer.Tokens;

namespace TokenIssuer.Clients;

/// <summary>Rows ↔ <see cref="Client"/>: partition = client id, row <c>client</c>, rows <c>secret:{id}</c>.</summary>
internal static class ClientRows
{
    /// <summary>The row key of the registration itself, the lock of its partition.</summary>
    public const string ClientRow = "client";

    /// <summary>What the row keys of secrets begin with.</summary>
    public const string SecretRow = "secret:";

    /// <summary>The one column of a secret that the issuer itself writes: the day of its last use, <c>yyyy-MM-dd</c>.</summary>
    public const string LastUsedOn = "lastUsedOn";

    private const string DayFormat = "yyyy-MM-dd";
    private static readonly string[] Times = ["createdAt", "notBefore", "expiresAt", "rotatedAt", "revokedAt"];

    /// <summary>
    /// The client in the rows of its partition; null when its registration is not there. A secret's row that cannot be
    /// read is left out: it admits nobody, and its neighbours go on.
    /// </summary>
    public static Client? Read(IReadOnlyList<TableRow> partition)
    {
        var registration = partition.FirstOrDefault(row => row.RowKey == ClientRow);
        return registration is null ? null : ReadRegistration(registration) with
        {
            Secrets = [.. partition.Where(IsSecret).Select(ReadSecret).OfType<ClientSecret>().OrderBy(secret => secret.CreatedAt)],
        };
    }

    public static bool IsSecret(TableRow row) => row.RowKey.StartsWith(SecretRow, StringComparison.Ordinal);

    public static Client ReadRegistration(TableRow row) => new()
    {
        Id = row.PartitionKey,
        Name = row.Text("name"),
        Description = row.Text("description"),
        OwnerId = row.Text("ownerId"),
        Enabled = row.Columns.GetValueOrDefault("enabled") is true,
        Grants = Set(List(row.Text("grants"))),
        Scopes = Set(Scopes(row.Text("scopes"))),
        DefaultScopes = string.Join(' ', Scopes(row.Text("defaultScopes"))),
        Audiences = List(row.Text("audiences")),
        Introspects = List(row.Text("introspects")),
        TokenLifetime = row.Columns.GetValueOrDefault("tokenLifetimeSeconds") is int seconds ? TimeSpan.FromSeconds(seconds) : null,
        TokenTyp = row.Text("tokenTyp") is { } typ && JwtWriter.Types.Contains(typ) ? typ : JwtWriter.Types[0],
        AllowedNetworks = Networks(row.Text("allowedNetworks")),
        TokensNotBefore = row.Columns.GetValueOrDefault("tokensNotBefore") as long?,
        CreatedAt = row.Time("createdAt"),
        UpdatedAt = row.Time("updatedAt"),
        Version = row.ETag,
    };

    /// <summary>The secret; null when a column that decides its validity is of another type than ours.</summary>
    public static ClientSecret? ReadSecret(TableRow row) =>
        Times.Any(time => row.Columns.GetValueOrDefault(time) is not (null or DateTimeOffset)) ? null : new()
        {
            Id = row.RowKey[SecretRow.Length..],
            Hash = row.Text("hash") ?? "",
            Prefix = row.Text("prefix") ?? "",
            Label = row.Text("label"),
            CreatedAt = row.Time("createdAt"),
            NotBefore = row.Time("notBefore"),
            ExpiresAt = row.Time("expiresAt"),
            RotatedAt = row.Time("rotatedAt"),
            RevokedAt = row.Time("revokedAt"),
            LastUsedOn = DateOnly.TryParseExact(row.Text(LastUsedOn), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        };

    /// <summary>The registration's columns over those of <paramref name="before"/>: what newer code wrote there stays.</summary>
    public static TableRow Row(Client client, TableRow? before) => new(client.Id, ClientRow)
    {
        ETag = before?.ETag ?? "",
        Columns = new Dictionary<string, object?>(before?.Columns ?? [])
        {
            ["name"] = client.Name,
            ["description"] = client.Description,
            ["ownerId"] = client.OwnerId,
            ["appType"] = "service",
            ["enabled"] = client.Enabled,
            ["grants"] = string.Join(' ', client.Grants),
            ["scopes"] = string.Join(' ', client.Scopes),
            ["defaultScopes"] = client.DefaultScopes,
            ["audiences"] = string.Join(' ', client.Audiences),
            ["introspects"] = string.Join(' ', client.Introspects),
            ["tokenLifetimeSeconds"] = (int?)client.TokenLifetime?.TotalSeconds,
            ["tokenTyp"] = client.TokenTyp,
            ["allowedNetworks"] = string.Join(' ', client.AllowedNetworks),
            ["tokensNotBefore"] = client.TokensNotBefore,
            ["createdAt"] = client.CreatedAt,
            ["updatedAt"] = client.UpdatedAt,
        },
    };

    /// <summary>All of a secret but <see cref="LastUsedOn"/>, which is the issuer's to write.</summary>
    public static TableRow Row(string clientId, ClientSecret secret) => new(clientId, SecretRow + secret.Id)
    {
        ETag = TableWrite.AnyVersion,
        Columns =
        {
            ["hash"] = secret.Hash,
            ["prefix"] = secret.Prefix,
            ["label"] = secret.Label,
            ["createdAt"] = secret.CreatedAt,
            ["notBefore"] = secret.NotBefore,
            ["expiresAt"] = secret.ExpiresAt,
            ["rotatedAt"] = secret.RotatedAt,
            ["revokedAt"] = secret.RevokedAt,
        },
    };

    /// <summary>Notes that a secret was used that day.</summary>
    public static TableRow UsedOn(string clientId, string secretId, DateOnly day) => new(clientId, SecretRow + secretId)
    {
        ETag = TableWrite.AnyVersion,
        Columns = { [LastUsedOn] = day.ToString(DayFormat, CultureInfo.InvariantCulture) },
    };

    private static string[] List(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static FrozenSet<string> Set(string[] list) => list.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is no scope (RFC 6749 §3.3) is nobody's: scopes go into answers as they are.</summary>
    private static string[] Scopes(string? text) => Array.FindAll(List(text), scope => Scope.IsToken(scope));

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
