using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TokenIssuer.Storage;

namespace TokenIssuer.Tokens;

/// <summary>
/// Tokens that were ended before their time. Partition = <c>yyyyMMddHH-</c> of the expiry (UTC) and the first two characters of the
/// <c>jti</c>, row = <c>jti</c>: a look-up needs the token alone, and cleaning up is a range of partitions.
/// </summary>
/// <param name="table">The table <c>revocations</c>.</param>
/// <param name="clock">Limits how long a look-up waits.</param>
public sealed class Revocations([FromKeyedServices(Revocations.TableName)] ITable table, TimeProvider clock)
{
    /// <summary>The table's name.</summary>
    public const string TableName = "revocations";

    private const string HourFormat = "yyyyMMddHH";
    private const int TokenIdLength = 22;

    /// <summary>Whether a text has the form of our <c>jti</c>: 128 bits, base64url.</summary>
    public static bool IsTokenId(string text) =>
        text.Length == TokenIdLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>Ends a token; one that was ended already stays so.</summary>
    /// <param name="tokenId">Its <c>jti</c>, of the form of <see cref="IsTokenId"/>.</param>
    /// <param name="clientId">Whose it was, for looking up what happened.</param>
    /// <param name="expires">Its <c>exp</c>, seconds since 1970.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task RevokeAsync(string tokenId, string clientId, long expires, CancellationToken cancel)
    {
        try
        {
            var row = new TableRow(Partition(tokenId, expires), tokenId) { Columns = { ["clientId"] = clientId, ["revokedAt"] = clock.GetUtcNow() } };
            await StoreBudget.LimitAsync(async limit => { await table.WriteAsync([TableWrite.Insert(row)], limit); return true; }, clock, cancel);
        }
        catch (TableConflictException e) when (e.Conflict == TableConflict.Exists)
        {
            // RFC 7009 §2.2: an ended token is what was asked for.
        }
    }

    /// <summary>Whether it was ended; always asked of the store.</summary>
    internal async Task<bool> IncludeAsync(string tokenId, long expires, CancellationToken cancel) =>
        await StoreBudget.LimitAsync(limit => table.GetAsync(Partition(tokenId, expires), tokenId, limit), clock, cancel) is not null;

    /// <summary>Deletes what expired before the hour of <paramref name="now"/>; returns how many rows, or would be.</summary>
    internal async Task<long> SweepAsync(DateTimeOffset now, bool dryRun, CancellationToken cancel)
    {
        var deleted = 0L;
        var batch = new List<TableRow>();
        await foreach (var row in table.ScanAsync(new TableScan { BeforePartition = Hour(now), Columns = [] }, cancel))
        {
            if (batch.Count == TableLimits.MaxWrites || (batch.Count > 0 && batch[0].PartitionKey != row.PartitionKey)) await DeleteAsync();
            batch.Add(row);
        }

        await DeleteAsync();
        return deleted;

        async Task DeleteAsync()
        {
            deleted += dryRun ? batch.Count : await table.DeleteAsync(batch, cancel);
            batch.Clear();
        }
    }

    private static string Partition(string tokenId, long expires) => $"{Hour(DateTimeOffset.FromUnixTimeSeconds(expires))}-{tokenId[..2]}";

    private static string Hour(DateTimeOffset time) => time.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);
}
