using TokenFunction.Tests.Clients;
using TokenFunction.Tests.Storage;

namespace TokenFunction.Tests.Secrets;

/// <summary>Revocations of tokens that have expired anyway go with the sweep.</summary>
public sealed class RevocationSweepTests
{
    [Theory, OnSqlite, OnAzurite]
    public async Task Only_what_expired_before_this_hour_goes(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        var now = new DateTimeOffset(2026, 3, 1, 12, 30, 0, TimeSpan.Zero);
        (string Id, long Expires) Token(int i, double minutes) => ($"{i:D22}", now.AddMinutes(minutes).ToUnixTimeSeconds());
        var old = Enumerable.Range(0, 120).Select(i => Token(i, -31)).Append(Token(900, -60 * 24 * 400)).ToList();
        var kept = new[] { Token(901, -29), Token(902, 1), Token(903, 60 * 24) };
        foreach (var (id, expires) in old.Concat(kept)) await at.Revocations.RevokeAsync(id, "workload-1", expires, default);

        Assert.Equal(121, await at.Revocations.SweepAsync(now, dryRun: true, default));
        Assert.Equal(121, await at.Revocations.SweepAsync(now, dryRun: false, default));
        Assert.Equal(0, await at.Revocations.SweepAsync(now, dryRun: false, default));
        foreach (var (id, expires) in kept) Assert.True(await at.Revocations.IncludeAsync(id, expires, default));
        Assert.False(await at.Revocations.IncludeAsync(old[0].Id, old[0].Expires, default));
    }
}
