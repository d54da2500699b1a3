using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TokenIssuer.Secrets;

namespace TokenIssuer.Clients;

/// <summary>
/// Writes down the day a secret was last used: at most once per secret, day and instance, off the request path, within
/// seconds. A use that cannot be written is dropped; the next one tries again. Nothing waits for it and nothing fails by it.
/// </summary>
internal sealed class LastUse(ClientRegistry registry, ILogger<LastUse> log) : IHostedService
{
    private const int Capacity = 10_000;
    private const int Writers = 8;

    private readonly ConcurrentDictionary<(string ClientId, string SecretId), DateOnly> noted = new();
    private readonly Channel<Use> queue = Channel.CreateBounded<Use>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private Task writing = Task.CompletedTask;

    /// <summary>Remembers the use; returns at once.</summary>
    public void Note(Client client, ClientSecret secret, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (secret.LastUsedOn >= today) return;
        var key = (client.Id, secret.Id);
        if (noted.TryGetValue(key, out var day) && day >= today) return;
        // Forgetting costs a second write a day, growing would cost memory.
        if (noted.Count >= Capacity) noted.Clear();
        noted[key] = today;
        if (!queue.Writer.TryWrite(new Use(client.Id, secret.Id, today))) noted.TryRemove(key, out _);
        if (secret.RotatedAt is not null) log.RetiringSecretUsed(client.Id, secret.Id, secret.ExpiresAt);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        writing = WriteAsync();
        return Task.CompletedTask;
    }

    /// <summary>Writes what is still to be written, for as long as the host gives.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        return writing.WaitAsync(cancellationToken);
    }

    private Task WriteAsync() => Parallel.ForEachAsync(
        queue.Reader.ReadAllAsync(CancellationToken.None),
        new ParallelOptions { MaxDegreeOfParallelism = Writers },
        async (use, cancel) =>
        {
            try
            {
                await registry.NoteUseAsync(use.ClientId, use.SecretId, use.Day, cancel);
            }
            // Whatever it is: one use that cannot be written must not end the writing of all others.
            catch (Exception e)
            {
                noted.TryRemove((use.ClientId, use.SecretId), out _);
                log.LastUseLost(use.ClientId, use.SecretId, e);
            }
        });

    private readonly record struct Use(string ClientId, string SecretId, DateOnly Day);
}
