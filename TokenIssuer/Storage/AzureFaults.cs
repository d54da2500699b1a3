using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace TokenIssuer.Storage;

/// <summary>What the Azure client throws, as the two faults of <see cref="ITable"/>.</summary>
internal sealed class AzureFaults(TableClient table)
{
    private const string TableNotFound = "TableNotFound";

    /// <summary>
    /// Runs <paramref name="work"/>. Whatever it throws means that the store cannot be asked, credentials that cannot be
    /// had included, unless the caller gave up or a write lost a race.
    /// </summary>
    public async Task<T> TranslateAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is not TableConflictException && !(e is OperationCanceledException && cancel.IsCancellationRequested))
        {
            var failed = e as RequestFailedException;
            var retryAfter = failed?.GetRawResponse() is { } answer ? RetryAfter(answer) : null;
            throw new StoreUnavailableException($"Table '{table.Name}' of {table.AccountName}: {Reason(e, failed)}", e, retryAfter);
        }
    }

    /// <summary>Why a write lost; null when it was no race.</summary>
    public static TableConflict? ConflictOf(RequestFailedException e) => e.Status switch
    {
        // 409 is also the answer for a table being deleted.
        409 when e.ErrorCode == TableErrorCode.EntityAlreadyExists => TableConflict.Exists,
        412 => TableConflict.Changed,
        404 when e.ErrorCode != TableNotFound => TableConflict.Missing,
        _ => null,
    };

    /// <summary>Throws when the 404 is the table's and not a row's.</summary>
    public static void ThrowIfNoTable(Response answer)
    {
        var failed = new RequestFailedException(answer);
        if (failed.ErrorCode == TableNotFound) throw failed;
    }

    /// <summary>When the service asks to be left alone (RFC 9110 §10.2.3), in seconds.</summary>
    public static TimeSpan? RetryAfter(Response answer) =>
        answer.Headers.TryGetValue("Retry-After", out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string Reason(Exception e, RequestFailedException? failed) => failed switch
    {
        { ErrorCode: TableNotFound } => "does not exist and must be created.",
        { Status: 401 or 403 } => $"refused ({failed.ErrorCode}). The identity needs the role Storage Table Data Contributor.",
        { Status: > 0 } => $"answered {failed.Status} {failed.ErrorCode}.",
        _ => $"cannot be reached: {e.Message}",
    };
}
