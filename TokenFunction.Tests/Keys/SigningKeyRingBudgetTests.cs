using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TokenIssuer.Keys;
using static TokenFunction.Tests.Keys.TestKeys;

namespace TokenFunction.Tests.Keys;

/// <summary>How long callers wait for keys that do not answer, and what a failed signature sets off.</summary>
public sealed class SigningKeyRingBudgetTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider clock = new(At(150));
    private readonly FakeSigner vault = new();
    private readonly SigningKeyRing ring;

    public SigningKeyRingBudgetTests() =>
        ring = new SigningKeyRing(vault, Options.Create(new KeyOptions()), clock, NullLogger<SigningKeyRing>.Instance);

    [Fact]
    public async Task Nobody_waits_longer_than_5_s_for_the_list_and_the_reading_goes_on()
    {
        var answer = new TaskCompletionSource<IReadOnlyList<SigningKey>>();
        vault.List = _ => answer.Task;
        var caller = ring.PublishedAsync(None).AsTask();
        await Until(() => vault.Lists == 1);

        clock.Advance(SigningKeyRing.SignBudget);

        await Assert.ThrowsAsync<SignerUnavailableException>(() => caller);
        answer.SetResult(Parse("A@0"));
        Assert.Equal("A", Names(await ring.PublishedAsync(None)));
        Assert.Equal(1, vault.Lists);
    }

    [Fact]
    public async Task A_list_that_never_comes_is_given_up_and_asked_for_anew()
    {
        var first = ring.RefreshAsync(None);
        await Until(() => vault.Lists == 1);
        clock.Advance(SigningKeyRing.ListBudget);
        await Assert.ThrowsAsync<SignerUnavailableException>(() => first);
        await Until(() => ring.LastFailure is not null);
        vault.Answers("A@0");

        await ring.RefreshAsync(None);

        Assert.Null(ring.LastFailure);
    }

    [Fact]
    public async Task A_signature_has_5_s_in_all()
    {
        vault.Answers("A@0");
        vault.Sign = FakeSigner.Never<byte[]>;
        var key = await ring.SignerAsync(None);
        var signing = ring.SignAsync(key, new byte[32], None).AsTask();

        clock.Advance(SigningKeyRing.SignBudget - TimeSpan.FromMilliseconds(1));
        Assert.False(signing.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        var fault = await Assert.ThrowsAsync<SignerUnavailableException>(() => signing);
        Assert.Contains("5 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_leaves_is_no_fault()
    {
        vault.Answers("A@0");
        vault.Sign = FakeSigner.Never<byte[]>;
        var key = await ring.SignerAsync(None);
        using var caller = new CancellationTokenSource();
        var signing = ring.SignAsync(key, new byte[32], caller.Token).AsTask();

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signing);
    }

    [Fact]
    public async Task A_key_disabled_a_moment_ago_fails_one_signature_and_the_next_comes_from_another()
    {
        vault.Answers("A@0 B@100");
        var key = await ring.SignerAsync(None);
        Assert.Equal("B", key.Version);
        vault.Answers("A@0");
        vault.Sign = _ => throw new SignerUnavailableException("403 KeyDisabled");
        clock.Advance(SigningKeyRing.Pause);

        await Assert.ThrowsAsync<SignerUnavailableException>(async () => await ring.SignAsync(key, new byte[32], None));

        await Until(() => ring.SignerAsync(None).AsTask().Result.Version == "A");
    }

    [Fact]
    public async Task Signatures_that_fail_one_after_the_other_do_not_flood_the_vault()
    {
        vault.Answers("A@0");
        vault.Sign = _ => throw new SignerUnavailableException("429");
        var key = await ring.SignerAsync(None);
        clock.Advance(SigningKeyRing.Pause);

        for (var i = 0; i < 20; i++) await Assert.ThrowsAsync<SignerUnavailableException>(async () => await ring.SignAsync(key, new byte[32], None));
        await ring.RefreshAsync(None);

        // The first, at most one for the twenty, and the last, unless it joined that one.
        Assert.InRange(vault.Lists, 2, 3);
    }

    /// <summary>Polls until a deadline.</summary>
    private static async Task Until(Func<bool> reached)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!reached()) await Task.Delay(5, deadline.Token);
    }
}
