using System.Net;
using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Storage;

namespace TokenFunction.Tests.Cli;

/// <summary>What <c>tokenctl serve</c> does to a store that it did not make, and what a kill does to one.</summary>
public sealed class ServeStoreTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serve-store-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [OnAzurite]
    public async Task In_azurite_no_client_is_made_and_no_secret_printed(StoreKind on)
    {
        Assert.Equal(StoreKind.Azurite, on);
        var port = (await Azurite.AddressAsync()).Port;
        var (server, url) = await Tokenctl.ServeAsync("--store", $"azurite:{port}", "--keys", folder.FullName);
        await using (server)
        {
            using var http = new HttpClient();
            using var ready = await http.GetAsync(new Uri(url, "/readyz"));
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            Assert.DoesNotContain("tfs_", server.Output + server.Error, StringComparison.Ordinal);
            var table = TableService.Connect(new StorageOptions { ConnectionString = await Azurite.ConnectionStringAsync() }, new NoCredential());
            Assert.Null(await new ClientRegistry(new AzureTable(table.GetTableClient(ClientRegistry.TableName)), TimeProvider.System).FindAsync("demo", default));
        }
    }

    [Theory]
    [InlineData("azurite:")]
    [InlineData("azurite:x")]
    [InlineData("azurite:70000")]
    [InlineData("sqlite:")]
    [InlineData("http://name.table.core.windows.net")]
    public async Task A_store_that_is_none_is_a_usage_error_that_names_it(string store)
    {
        var finished = await Tokenctl.RunAsync("serve", "--store", store);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains($"'{store}'", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_a_usage_error_that_names_it_before_anything_is_made()
    {
        var wrong = new Dictionary<string, string> { ["Token__Lifetime"] = "00:00:00", ["Guard__Window"] = "00:00:00", ["Clients__CacheSize"] = "0" };
        var finished = await Tokenctl.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--store", $"sqlite:{folder.FullName}/issuer.db"], null, wrong);

        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Equal(wrong.Keys.Order(), finished.Error.Trim().Split('\n').Select(line => wrong.Keys.Single(name => line.Contains(name, StringComparison.Ordinal))).Order());
        Assert.Empty(folder.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("serve", "Clients__CacheSize", "many")]
    [InlineData("sweep", "Secrets__Retention", "-1")]
    [InlineData("sweep", "Secrets__WarnBefore", "soon")]
    [InlineData("keys list", "Keys__PublishAhead", "soon")]
    [InlineData("keys rotate", "Keys__RsaAlgorithm", "ES256")]
    public async Task A_wrong_setting_of_a_command_is_a_usage_error_that_names_it(string command, string setting, string value)
    {
        var finished = await Tokenctl.RunAsync(
            [.. command.Split(' '), "--store", $"sqlite:{folder.FullName}/issuer.db"], null, new Dictionary<string, string> { [setting] = value });

        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains(setting, Assert.Single(finished.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(folder.GetFileSystemInfos());
    }

    [Fact]
    public async Task Kill_9_of_the_server_while_another_process_writes_loses_nothing_that_was_acknowledged()
    {
        var path = Path.Combine(folder.FullName, "issuer.db");
        var (server, _) = await Tokenctl.ServeAsync("--store", $"sqlite:{path}");
        await using (server)
        {
            // Written by this process while that one has the file open, as tokenctl commands do; then it is killed.
            using var store = SqliteStore.Open(path, TimeProvider.System);
            var registry = new ClientRegistry(store.Table(ClientRegistry.TableName), TimeProvider.System);
            for (var i = 0; i < 20; i++)
            {
                await registry.CreateAsync(TestClient.New() with { Id = $"app-{i}" }, default);
                if (i == 10) await server.KillAsync();
            }
        }

        using var again = SqliteStore.Open(path, TimeProvider.System);
        var found = new ClientRegistry(again.Table(ClientRegistry.TableName), TimeProvider.System);
        Assert.NotNull(await found.FindAsync("demo", default));
        for (var i = 0; i < 20; i++) Assert.NotNull(await found.FindAsync($"app-{i}", default));
    }

    [Fact]
    public async Task Kill_9_right_after_the_first_start_leaves_the_client_that_was_shown()
    {
        var store = $"sqlite:{Path.Combine(folder.FullName, "issuer.db")}";
        var (first, _) = await Tokenctl.ServeAsync("--store", store);
        string secret;
        await using (first)
        {
            await first.KillAsync();
            secret = first.Output.Split('\n').Single(line => line.TrimStart().StartsWith("secret ", StringComparison.Ordinal)).Split(' ')[^1];
        }

        var (second, url) = await Tokenctl.ServeAsync("--store", store);
        await using (second)
        {
            Assert.Contains("access_token", await CommandLine.RunAsync(
                $"curl -s -u demo:{secret} -d grant_type=client_credentials {url}oauth/token"), StringComparison.Ordinal);
        }
    }
}
