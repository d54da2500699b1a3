using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenIssuer.Storage;

namespace TokenFunction.Storage;

/// <summary>
/// Creates missing tables where <c>Storage:CreateTables</c> says so: with Azurite. In the background, again and again while
/// the store is down, so that an outage is an answer of 503 and not a process that does not start.
/// </summary>
internal sealed class TableCreation(IReadOnlyList<ITable> tables, IOptions<StorageOptions> options, TimeProvider clock, ILogger<TableCreation> log)
    : BackgroundService
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(2);

    /// <summary>What starts after this waits a moment: Azurite answers in less, and then nobody is told of a missing table.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        if (options.Value.CreateTables) await Task.WhenAny(ExecuteTask!, Task.Delay(RetryEvery, clock, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.CreateTables) return;
        foreach (var table in tables)
        {
            while (!await TryCreateAsync(table, stoppingToken)) await Task.Delay(RetryEvery, clock, stoppingToken);
        }
    }

    private async Task<bool> TryCreateAsync(ITable table, CancellationToken cancel)
    {
        try
        {
            await table.CreateAsync(cancel);
            return true;
        }
        catch (StoreUnavailableException e)
        {
            log.TableNotCreated(e.Message);
            return false;
        }
    }
}

/// <summary>Log events 610–619.</summary>
internal static partial class TableCreationLog
{
    [LoggerMessage(610, LogLevel.Warning, "A table cannot be created yet: {Message}", EventName = "TableNotCreated")]
    public static partial void TableNotCreated(this ILogger log, string message);
}
