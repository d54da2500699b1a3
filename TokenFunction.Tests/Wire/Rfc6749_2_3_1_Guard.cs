using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Wire;

/// <summary>RFC 6749 §2.3.1: brute force is slowed down, and nobody is locked out by it.</summary>
public sealed class Rfc6749_2_3_1_Guard
{
    private const string Grant = "grant_type=client_credentials";

    [Fact]
    public async Task C2_36_failures_over_the_limit_are_429_and_the_right_secret_is_served()
    {
        await using var server = await IssuerServer.StartAsync(new IssuerServer());
        var (id, secret) = await server.ClientAsync();
        for (var i = 0; i < 10; i++) (await server.PostAsync(Grant, IssuerServer.Basic(id, "wrong"))).ShouldRefuse(401, "invalid_client", challenge: true);
        for (var i = 0; i < 3; i++)
        {
            var throttled = await server.PostAsync(Grant, IssuerServer.Basic(id, "wrong"));
            throttled.ShouldRefuse(429, "temporarily_unavailable");
            Assert.InRange(throttled.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }

        Assert.Equal(429, (await server.PostAsync($"{Grant}&client_id={id}&client_secret=wrong")).Status);
        Assert.Equal(1, server.Log.Count(line => line.StartsWith("Warning Throttled", StringComparison.Ordinal)));
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
        // A success begins again.
        Assert.Equal(401, (await server.PostAsync(Grant, IssuerServer.Basic(id, "wrong"))).Status);
    }

    [Fact]
    public async Task C2_36_a_secret_added_meanwhile_works_at_once()
    {
        await using var server = await IssuerServer.StartAsync(new IssuerServer { Settings = { ["Clients:NoFreshness"] = "00:00:00" } });
        for (var i = 0; i < 12; i++) await server.PostAsync(Grant, IssuerServer.Basic("not-yet", "wrong"));
        Assert.Equal(429, (await server.PostAsync(Grant, IssuerServer.Basic("not-yet", "wrong"))).Status);
        var secret = await server.RegisterAsync(TestClient.New() with { Id = "not-yet" });
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic("not-yet", secret))).Status);
    }

    [Fact]
    public async Task C2_36_a_throttled_answer_is_the_same_for_known_and_unknown_clients()
    {
        await using var server = await IssuerServer.StartAsync(new IssuerServer());
        var (id, _) = await server.ClientAsync();
        var bodies = new HashSet<string>();
        foreach (var name in new[] { id, "nobody-at-all" })
        {
            for (var i = 0; i < 11; i++)
            {
                var reply = await server.PostAsync(Grant, IssuerServer.Basic(name, "wrong"));
                Assert.Equal(i < 10 ? 401 : 429, reply.Status);
                if (i == 10) bodies.Add(reply.Body + string.Join(',', reply.Headers.Select(header => header.Key).Order()));
            }
        }

        Assert.Single(bodies);
    }

    [Fact]
    public async Task C2_36_a_network_that_tries_many_ids_is_throttled_and_reads_little()
    {
        TroubledTable? table = null;
        await using var server = await IssuerServer.StartAsync(new IssuerServer
        {
            Table = real => table = new TroubledTable(real),
            Settings = { ["Guard:FailuresPerNetwork"] = "20", ["Guard:Window"] = "01:00:00", ["Guard:ReadsPerSecond"] = "1" },
        });
        var (id, secret) = await server.ClientAsync();
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
        for (var i = 0; i < 20; i++) Assert.Equal(401, (await server.PostAsync(Grant, IssuerServer.Basic($"made-up-{i}", "wrong"))).Status);

        var before = table!.Reads;
        var started = DateTime.UtcNow;
        for (var i = 20; i < 120; i++) Assert.Equal(429, (await server.PostAsync(Grant, IssuerServer.Basic($"made-up-{i}", "wrong"))).Status);
        // One read a second, whole seconds begun; the hundred requests would be a hundred reads.
        Assert.InRange(table.Reads - before, 0, 2 + (int)(DateTime.UtcNow - started).TotalSeconds);
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
    }

    [Fact]
    public async Task C2_36_a_network_over_its_limit_reads_no_more_for_clients_that_exist()
    {
        TroubledTable? table = null;
        await using var server = await IssuerServer.StartAsync(new IssuerServer
        {
            Table = real => table = new TroubledTable(real),
            Settings =
            {
                ["Guard:FailuresPerClient"] = "5", ["Guard:FailuresPerNetwork"] = "5", ["Guard:Window"] = "01:00:00", ["Guard:ReadsPerSecond"] = "1",
                // Every reading is old, so that whatever may be read is.
                ["Clients:YesFreshness"] = "00:00:00.0000001", ["Clients:NoFreshness"] = "00:00:00",
            },
        });
        var (id, secret) = await server.ClientAsync();
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
        for (var i = 0; i < 5; i++) Assert.Equal(401, (await server.PostAsync(Grant, IssuerServer.Basic($"made-up-{i}", "wrong"))).Status);

        var before = table!.Reads;
        var started = DateTime.UtcNow;
        for (var i = 0; i < 100; i++) Assert.Equal(429, (await server.PostAsync(Grant, IssuerServer.Basic(id, "wrong"))).Status);
        Assert.InRange(table.Reads - before, 0, 2 + (int)(DateTime.UtcNow - started).TotalSeconds);
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
    }

    [Fact]
    public async Task C2_27_every_failure_reads_as_often()
    {
        TroubledTable? table = null;
        await using var server = await IssuerServer.StartAsync(new IssuerServer { Table = real => table = new TroubledTable(real), Settings = { ["Clients:NoFreshness"] = "00:00:00" } });
        var (good, _) = await server.ClientAsync();
        var (disabled, right) = await server.ClientAsync(client => client with { Enabled = false });
        var (elsewhere, known) = await server.ClientAsync(client => client with { AllowedNetworks = [AddressRange.Nowhere] });
        foreach (var (id, secret) in new[] { ("nobody-at-all", "wrong"), (good, "wrong"), (disabled, right), (elsewhere, known) })
        {
            foreach (var row in new[] { "cold", "warm" })
            {
                var before = table!.Reads;
                Assert.Equal(401, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
                Assert.True(table.Reads == before + 1, $"{row} {id}: {table.Reads - before} reads.");
            }
        }
    }

    [Fact]
    public async Task C2_37_one_mistake_with_both_ways_of_authenticating_counts_twice_and_is_far_from_the_limit()
    {
        await using var server = await IssuerServer.StartAsync(new IssuerServer());
        var (id, secret) = await server.ClientAsync();
        for (var mistake = 0; mistake < 4; mistake++)
        {
            Assert.Equal(401, (await server.PostAsync(Grant, IssuerServer.Basic(id, "wrong"))).Status);
            Assert.Equal(400, (await server.PostAsync($"{Grant}&client_id={id}&client_secret=wrong")).Status);
        }

        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
    }

    [Theory]
    [InlineData("Guard:Enabled", "false", 0)]
    [InlineData("Guard:ObserveOnly", "true", 1)]
    public async Task C2_36_the_guard_can_be_off_or_only_watch(string setting, string value, int lines)
    {
        await using var server = await IssuerServer.StartAsync(new IssuerServer { Settings = { [setting] = value } });
        for (var i = 0; i < 12; i++) Assert.Equal(401, (await server.PostAsync(Grant, IssuerServer.Basic("nobody", "wrong"))).Status);
        Assert.Equal(lines, server.Log.Count(line => line.StartsWith("Warning Throttled", StringComparison.Ordinal)));
    }
}
