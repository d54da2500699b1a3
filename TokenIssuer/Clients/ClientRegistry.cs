using System.Runtime.CompilerServices;
using TokenIssuer.Storage;

namespace TokenIssuer.Clients;

/// <summary>
/// The registered clients. The <c>client</c> row is the lock of its partition: every change by an operator is one batch that
/// contains it under its ETag, so two operators at once never lose an edit silently.
/// </summary>
/// <param name="table">The table <c>clients</c>.</param>
/// <param name="clock">The local clock; timestamps are the store's.</param>
/// <remarks>
/// Methods throw <see cref="StoreUnavailableException"/> when the store cannot be asked, <see cref="RefusedException"/>
/// for what may not be done, and <see cref="ArgumentException"/> for a client that breaks <see cref="ClientRules"/>.
/// </remarks>
public sealed class ClientRegistry(ITable table, TimeProvider clock)
{
    /// <summary>The table's name.</summary>
    public const string TableName = "clients";

    private const int MaxAttempts = 10;

    /// <summary>The store's own clock.</summary>
    public StoreClock Clock { get; } = new(table, clock);

    /// <summary>The client with all its secrets in one round trip; null when it does not exist.</summary>
    public async Task<Client?> FindAsync(string id, CancellationToken cancel) =>
        ClientRows.Read(await table.ReadPartitionAsync(id, cancel));

    /// <summary>Streams every registration in the order of the ids (ordinal), without its secrets.</summary>
    public async IAsyncEnumerable<Client> ListAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var row in table.ScanAsync(new TableScan { RowKey = ClientRows.ClientRow }, cancel)) yield return ClientRows.ReadRegistration(row);
    }

    /// <summary>Registers a client with its secrets in one batch. Refused when the id is taken.</summary>
    public async Task<Client> CreateAsync(Client client, CancellationToken cancel)
    {
        ClientRules.Require(client, before: null);
        var now = await Clock.NowAsync(cancel);
        client = client with { CreatedAt = now, UpdatedAt = now };
        try
        {
            await table.WriteAsync(
                [TableWrite.Insert(ClientRows.Row(client, null)), .. client.Secrets.Select(secret => TableWrite.Insert(ClientRows.Row(client.Id, secret)))], cancel);
            return client;
        }
        catch (TableConflictException e)
        {
            throw new RefusedException($"Client '{client.Id}' exists already.", e);
        }
    }

    /// <summary>
    /// Reads, changes and commits a client with its secrets; a lost race begins again from a fresh read. Unchanged, it commits nothing.
    /// </summary>
    /// <param name="id">The client. Refused when there is none.</param>
    /// <param name="change">Pure, from the client and the store's time; may refuse. It may be asked several times.</param>
    /// <param name="announce">Told once, before the commit, what is about to be committed; where a new secret is shown.</param>
    /// <param name="cancel">Ends it before the commit, not in it.</param>
    public async Task<Client> ChangeAsync(
        string id, Func<Client, DateTimeOffset, Client> change, Func<Client, Task>? announce, CancellationToken cancel)
    {
        var now = await Clock.NowAsync(cancel);
        for (var attempt = 1; ; attempt++)
        {
            var rows = await table.ReadPartitionAsync(id, cancel);
            var before = ClientRows.Read(rows) ?? throw Missing(id);
            var after = change(before, now);
            if (after == before) return before;
            after = after with { UpdatedAt = now };
            ClientRules.Require(after, before);
            if (announce is not null) await announce(after);
            announce = null;
            try
            {
                await table.WriteAsync(Writes(rows.First(row => row.RowKey == ClientRows.ClientRow), before, after), cancel);
                return after;
            }
            catch (TableConflictException e)
            {
                if (attempt == MaxAttempts) throw new RefusedException($"Client '{id}' is being changed by others; try again.", e);
            }
        }
    }

    /// <summary>
    /// Deletes a client with all its secrets. The last batch holds the registration and every secret that works, so an
    /// interruption leaves a whole client.
    /// </summary>
    public Task DeleteAsync(string id, CancellationToken cancel) => DeleteAsync(id, null, cancel);

    /// <inheritdoc cref="DeleteAsync(string, CancellationToken)"/>
    /// <param name="id">The client. Refused when there is none.</param>
    /// <param name="version">The <see cref="Client.Version"/> to delete; refused when it is another. Null: any.</param>
    /// <param name="cancel">Ends it between two batches.</param>
    public async Task DeleteAsync(string id, string? version, CancellationToken cancel)
    {
        var now = await Clock.NowAsync(cancel);
        for (var attempt = 1; ; attempt++)
        {
            var rows = await table.ReadPartitionAsync(id, cancel);
            var registration = rows.FirstOrDefault(row => row.RowKey == ClientRows.ClientRow) ?? throw Missing(id);
            if (version is not null && version != registration.ETag) throw new RefusedException($"Client '{id}' has been changed meanwhile.");
            // Dead secrets first: of the rest there are few (MaxActive).
            var others = rows.Where(row => row != registration).OrderBy(row => ClientRows.IsSecret(row) && ClientRows.ReadSecret(row)?.IsActiveAt(now) == true)
                .Select(row => TableWrite.Delete(id, row.RowKey, TableWrite.AnyVersion)).ToList();
            try
            {
                var surplus = Math.Max(0, others.Count - (TableLimits.MaxWrites - 1));
                foreach (var batch in others.Take(surplus).Chunk(TableLimits.MaxWrites)) await table.WriteAsync(batch, cancel);
                await table.WriteAsync([TableWrite.Delete(id, ClientRows.ClientRow, registration.ETag), .. others.Skip(surplus)], cancel);
                return;
            }
            catch (TableConflictException e)
            {
                if (attempt == MaxAttempts) throw new RefusedException($"Client '{id}' is being changed by others; try again.", e);
            }
        }
    }

    /// <summary>Notes that a secret was used that day. A secret that is gone stays gone.</summary>
    internal async Task NoteUseAsync(string clientId, string secretId, DateOnly day, CancellationToken cancel)
    {
        try
        {
            await table.WriteAsync([TableWrite.Merge(ClientRows.UsedOn(clientId, secretId, day))], cancel);
        }
        catch (TableConflictException e) when (e.Conflict == TableConflict.Missing)
        {
            // Deleted since: nothing to note.
        }
    }

    /// <summary>The registration whole, under its ETag; of the secrets what differs, the issuer's own column left alone.</summary>
    private static List<TableWrite> Writes(TableRow registration, Client before, Client after)
    {
        var writes = new List<TableWrite> { TableWrite.Replace(ClientRows.Row(after, registration)) };
        foreach (var secret in after.Secrets)
        {
            var old = before.Secrets.FirstOrDefault(old => old.Id == secret.Id);
            if (old is null) writes.Add(TableWrite.Insert(ClientRows.Row(after.Id, secret)));
            else if (old != secret) writes.Add(TableWrite.Merge(ClientRows.Row(after.Id, secret)));
        }

        return writes;
    }

    private static RefusedException Missing(string id) => new($"There is no client '{id}'.");
}
