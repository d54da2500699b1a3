using System.Collections.Concurrent;
using TokenIssuer.Cli.Output;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;

namespace TokenIssuer.Cli.Clients;

/// <summary>Carries out a plan, one commit per client. What others changed since the comparison is refused, not overwritten.</summary>
internal sealed class ApplyRun(ApplyFile file, ApplyPlan plan, Session session)
{
    /// <summary>One writer at a time is all that SQLite has; a table service answers many at once.</summary>
    private const int RemoteWriters = 8;

    private readonly int[] done = new int[Enum.GetValues<ApplyKind>().Length];

    /// <summary>A sentence for every change that was not made.</summary>
    public ConcurrentQueue<string> Refused { get; } = [];

    public int Done(ApplyKind kind) => done[(int)kind];

    /// <summary>Makes the changes. Stops between two of them when it is interrupted or the store fails; says then how far it came.</summary>
    public async Task RunAsync()
    {
        if (plan.Changes.Count == 0) return;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = session.Store.IsLocal ? 1 : RemoteWriters, CancellationToken = session.Cancel };
        try
        {
            await Terminal.WatchAsync("Applying", async tell =>
            {
                await Parallel.ForEachAsync(plan.Changes, parallel, async (change, _) =>
                {
                    await MakeAsync(change);
                    tell($"{done.Sum()} of {plan.Changes.Count} changes");
                });
                return true;
            });
        }
        catch
        {
            await Console.Error.WriteLineAsync($"{done.Sum()} of {plan.Changes.Count} changes were made. Apply again to make the rest.");
            throw;
        }
    }

    private async Task MakeAsync(ApplyChange change)
    {
        try
        {
            await (change.Kind switch
            {
                ApplyKind.Create => session.Registry.CreateAsync(ApplyPlan.Over(ClientField.NewClient(change.Id), file.Documents[change.Id]), CancellationToken.None),
                ApplyKind.Update => session.Registry.ChangeAsync(change.Id, (client, now) => Change(client, change, now), null, CancellationToken.None),
                _ => session.Registry.DeleteAsync(change.Id, change.Version, CancellationToken.None),
            });
            Interlocked.Increment(ref done[(int)change.Kind]);
        }
        catch (RefusedException e)
        {
            Refused.Enqueue(e.Message);
        }
    }

    private Client Change(Client client, ApplyChange change, DateTimeOffset now)
    {
        if (client.Version != change.Version) throw new RefusedException($"Client '{client.Id}' has been changed meanwhile.");
        var wanted = ApplyPlan.Over(client, file.Documents[client.Id]);
        return wanted.Enabled && !client.Enabled ? (wanted with { Enabled = false }).Enable(now) : wanted;
    }
}
