using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TokenIssuer.Keys;
using static TokenFunction.Tests.Keys.TestKeys;

namespace TokenFunction.Tests.Keys;

/// <summary>The ring's life: one reading at a time, the last list through an outage, and nobody waits longer than 5 s.</summary>
public sealed class SigningKeyRingTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider clock = new(At(150));
    private readonly FakeSigner vault = new();
    private readonly SigningKeyRing ring;

    public SigningKeyRingTests() =>
        ring = new SigningKeyRing(vault, Options.Create(new KeyOptions()), clock, NullLogger<SigningKeyRing>.Instance);

    [Fact]
    public async Task Callers_who_come_together_share_one_reading()
    {
        var answer = new TaskCompletionSource<IReadOnlyList<SigningKey>>();
        vault.List = _ => answer.Task;

        var callers = Enumerable.Range(0, 20).Select(_ => ring.SignerAsync(None).AsTask()).ToArray();
        answer.SetResult(Parse("A@0 B@100"));

        Assert.All(await Task.WhenAll(callers), key => Assert.Equal("B", key.Version));
        Assert.Equal(1, vault.Lists);
    }

    [Fact]
    public async Task After_the_first_reading_nothing_asks_the_vault()
    {
        vault.Answers("A@0");

        for (var i = 0; i < 5; i++) Assert.Equal("A", Names(await ring.PublishedAsync(None)));

        Assert.Equal((1, 0), (vault.Lists, vault.Signatures));
    }

    [Fact]
    public async Task A_vault_that_is_down_at_start_is_a_fault_that_says_why_and_when_to_come_back()
    {
        vault.Fails("The vault is on fire.", TimeSpan.FromSeconds(7));

        var jwks = await Assert.ThrowsAsync<SignerUnavailableException>(async () => await ring.PublishedAsync(None));
        var token = await Assert.ThrowsAsync<SignerUnavailableException>(async () => await ring.SignerAsync(None));

        Assert.All([jwks, token], fault => Assert.Equal(("The vault is on fire.", 7d), (fault.Message, fault.RetryAfter!.Value.TotalSeconds)));
    }

    [Fact]
    public async Task A_vault_that_is_down_is_asked_once_a_second_however_many_call()
    {
        vault.Fails("down");

        for (var i = 0; i < 10; i++) await Assert.ThrowsAsync<SignerUnavailableException>(async () => await ring.SignerAsync(None));
        Assert.Equal(1, vault.Lists);

        clock.Advance(SigningKeyRing.Pause);
        vault.Answers("A@0");
        Assert.Equal("A", (await ring.SignerAsync(None)).Version);
    }

    [Fact]
    public async Task An_outage_later_changes_nothing_for_readers_and_ends_by_itself()
    {
        vault.Answers("A@0");
        await ring.RefreshAsync(None);
        vault.Fails("down");

        await Assert.ThrowsAsync<SignerUnavailableException>(() => ring.RefreshAsync(None));
        Assert.Equal(("A", "down"), (Names(await ring.PublishedAsync(None)), ring.LastFailure?.Message));

        vault.Answers("A@0 B@100");
        await ring.RefreshAsync(None);
        Assert.Equal(("B", null), ((await ring.SignerAsync(None)).Version, ring.LastFailure));
    }

    [Fact]
    public async Task A_disabled_key_is_gone_after_one_refresh()
    {
        vault.Answers("A@0 B@100");
        await ring.RefreshAsync(None);
        vault.Answers("A@0");
        await ring.RefreshAsync(None);

        Assert.Equal(("A", "A"), ((await ring.SignerAsync(None)).Version, Names(await ring.PublishedAsync(None))));
    }

    [Fact]
    public async Task Keys_change_turns_between_refreshes_by_the_clock_alone()
    {
        vault.Answers("A@0 B@130");
        Assert.Equal("A", (await ring.SignerAsync(None)).Version);

        clock.Advance(TimeSpan.FromHours(4));

        Assert.Equal(("B", 1), ((await ring.SignerAsync(None)).Version, vault.Lists));
    }

    [Fact]
    public async Task Whatever_the_signer_throws_is_a_fault_of_the_keys()
    {
        vault.List = _ => throw new InvalidOperationException("surprise");

        var fault = await Assert.ThrowsAsync<SignerUnavailableException>(() => ring.RefreshAsync(None));

        Assert.Contains("surprise", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_have_all_expired_sign_nothing_and_stay_published()
    {
        vault.Answers("A@0!149");

        Assert.Equal("A", Names(await ring.PublishedAsync(None)));
        await Assert.ThrowsAsync<SignerUnavailableException>(async () => await ring.SignerAsync(None));
    }
}
