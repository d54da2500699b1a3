using TokenFunction.Tests.Clients;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;

namespace TokenFunction.Tests.Secrets;

/// <summary>Adding, rotating and revoking as pure functions.</summary>
public sealed class SecretRotationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static TheoryData<string, ClientSecret, DateTimeOffset?, SecretState> Rotated()
    {
        var secret = Registering.Secret("workload-1", "old");
        return new()
        {
            { "a live one gets its end", secret, Now + Week, SecretState.Retiring },
            { "one that ends sooner keeps its end", secret with { ExpiresAt = Now.AddDays(1) }, Now.AddDays(1), SecretState.Retiring },
            { "one that ends later ends sooner", secret with { ExpiresAt = Now.AddDays(90) }, Now + Week, SecretState.Retiring },
            { "a pending one gets its end", secret with { NotBefore = Now.AddDays(1) }, Now + Week, SecretState.Pending },
            { "an expired one stays as it was", secret with { ExpiresAt = Now.AddDays(-1) }, Now.AddDays(-1), SecretState.Expired },
            { "a revoked one stays as it was", secret with { Hash = "", RevokedAt = Now.AddDays(-2) }, null, SecretState.Revoked },
            { "a retiring one is not given more time", secret with { RotatedAt = Now.AddDays(-6), ExpiresAt = Now.AddDays(1) }, Now.AddDays(1), SecretState.Retiring },
        };
    }

    [Theory, MemberData(nameof(Rotated))]
    public void Rotation_ends_every_older_secret_that_works(string rule, ClientSecret old, DateTimeOffset? end, SecretState state)
    {
        var fresh = SecretRotation.Create("workload-1", SecretText.Generate(), Now);
        var rotated = SecretRotation.Rotate(Registering.Client("workload-1", old), fresh, Week, Now);
        Assert.True(end == rotated.Secrets[0].ExpiresAt, rule);
        Assert.Equal(state, rotated.Secrets[0].StateAt(Now));
        Assert.Equal(SecretState.Live, rotated.Secrets[1].StateAt(Now));
        Assert.Null(rotated.Secrets[1].ExpiresAt);
    }

    [Fact]
    public void A_second_rotation_keeps_the_day_of_the_first()
    {
        var once = SecretRotation.Rotate(Registering.Client("workload-1", Registering.Secret("workload-1", "a")), Registering.Secret("workload-1", "b"), Week, Now);
        var twice = SecretRotation.Rotate(once, Registering.Secret("workload-1", "c"), Week, Now.AddDays(3));
        Assert.Equal([Now, Now.AddDays(3), null], twice.Secrets.Select(secret => secret.RotatedAt));
        Assert.Equal([Now + Week, Now.AddDays(10), null], twice.Secrets.Select(secret => secret.ExpiresAt));
    }

    [Fact]
    public void The_most_secrets_there_may_be_counts_what_works_or_will()
    {
        var many = Enumerable.Range(0, 9).Select(i => Registering.Secret("workload-1", $"s{i}")).ToList();
        var dead = Registering.Secret("workload-1", "dead") with { ExpiresAt = Now };
        var pending = Registering.Secret("workload-1", "pending") with { NotBefore = Now.AddDays(1) };
        var full = SecretRotation.Add(Registering.Client("workload-1", [.. many, dead]), pending, Now);
        var refused = Assert.Throws<RefusedException>(() => SecretRotation.Add(full, Registering.Secret("workload-1", "more"), Now));
        Assert.Contains("has 10 secrets", refused.Message, StringComparison.Ordinal);
        Assert.Throws<RefusedException>(() => SecretRotation.Rotate(full, Registering.Secret("workload-1", "more"), Week, Now));
    }

    [Fact]
    public void A_rotation_leaves_no_time_without_a_secret()
    {
        var client = Registering.Client("workload-1", Registering.Secret("workload-1", "old"));
        ClientSecret Beginning(TimeSpan after) => Registering.Secret("workload-1", "new") with { NotBefore = Now + after };
        Assert.Equal(2, SecretRotation.Rotate(client, Beginning(Week), Week, Now).Secrets.Count);
        var refused = Assert.Throws<RefusedException>(() => SecretRotation.Rotate(client, Beginning(Week + TimeSpan.FromSeconds(1)), Week, Now));
        Assert.Contains("--overlap", refused.Message, StringComparison.Ordinal);
        Assert.Single(SecretRotation.Rotate(client with { Secrets = [] }, Beginning(2 * Week), Week, Now).Secrets);
    }

    [Fact]
    public void A_secret_that_could_never_work_is_refused()
    {
        var client = Registering.Client("workload-1");
        Assert.Throws<RefusedException>(() => SecretRotation.Add(client, Registering.Secret("workload-1", "a") with { ExpiresAt = Now }, Now));
        Assert.Throws<RefusedException>(() => SecretRotation.Add(
            client, Registering.Secret("workload-1", "a") with { NotBefore = Now.AddDays(2), ExpiresAt = Now.AddDays(1) }, Now));
    }

    [Theory]
    [InlineData("used today", 0, false, true)]
    [InlineData("used yesterday", -1, false, true)]
    [InlineData("used the day before", -2, false, false)]
    [InlineData("used today, forced", 0, true, false)]
    [InlineData("never used", null, false, false)]
    public void Revoking_what_is_in_use_asks_first(string rule, int? day, bool force, bool refused)
    {
        var used = Registering.Secret("workload-1", "a") with { LastUsedOn = day is { } d ? new DateOnly(2026, 3, 1).AddDays(d) : null };
        var client = Registering.Client("workload-1", used);
        if (refused)
        {
            var e = Assert.Throws<RefusedException>(() => SecretRotation.Revoke(client, "a", force, Now));
            Assert.Contains("--force", e.Message, StringComparison.Ordinal);
            return;
        }

        var revoked = SecretRotation.Revoke(client, "a", force, Now).Secrets[0];
        Assert.True(revoked.StateAt(Now) == SecretState.Revoked, rule);
        Assert.Equal(("", Now, Now), (revoked.Hash, revoked.RevokedAt!.Value, revoked.ExpiresAt!.Value));
    }

    [Fact]
    public void Revoking_twice_changes_nothing_and_a_missing_one_is_named()
    {
        var once = SecretRotation.Revoke(Registering.Client("workload-1", Registering.Secret("workload-1", "a")), "a", force: false, Now);
        Assert.Same(once, SecretRotation.Revoke(once, "a", force: false, Now.AddDays(1)));
        Assert.Contains("'b'", Assert.Throws<RefusedException>(() => SecretRotation.Revoke(once, "b", force: false, Now)).Message, StringComparison.Ordinal);
    }
}
