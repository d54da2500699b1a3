using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace TokenFunction.Tests.Cli;

/// <summary>A secret's text appears once on standard output and nowhere else; what nobody could read is never live.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class SecretTextTests
{
    [Fact]
    public async Task It_is_shown_once_and_is_in_no_other_output_and_not_in_the_store()
    {
        using var shell = Operator.OnSqlite();
        await shell.DoAsync("clients", "create", "billing", "--scope", "api:read");
        var added = await shell.DoAsync("secrets", "add", "billing", "--label", "first");
        var rotated = await shell.DoAsync("secrets", "rotate", "billing");
        string[] secrets = [Assert.Single(Text().Matches(added)).Value, Assert.Single(Text().Matches(rotated)).Value];

        string[] others =
        [
            await shell.DoAsync("secrets", "list", "billing"), await shell.DoAsync("secrets", "list", "billing", "--json"), await shell.DoAsync("clients", "show", "billing"),
            await shell.DoAsync("clients", "show", "billing", "--json"), await shell.DoAsync("clients", "list"), await shell.DoAsync("clients", "export"), await shell.DoAsync("sweep"),
        ];
        foreach (var output in others) Assert.DoesNotMatch(Text(), output);
        foreach (var file in Directory.GetFiles(shell.Folder))
        {
            var bytes = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            foreach (var secret in secrets) Assert.DoesNotContain(secret, bytes, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("the reader of the pipe is gone", "| true", "")]
    [InlineData("the disk is full", "> /dev/full", "")]
    [InlineData("the reader of the pipe is gone, JSON", "| true", "--json")]
    [InlineData("the disk is full, JSON", "> /dev/full", "--json")]
    public async Task What_could_not_be_shown_was_not_committed(string why, string output, string options)
    {
        using var shell = Operator.OnSqlite();
        await shell.RegisterAsync("billing");
        var before = await shell.DoAsync("secrets", "list", "billing", "--json");
        var program = Path.Combine(AppContext.BaseDirectory, "tokenctl.dll");
        foreach (var verb in (string[])["add", "rotate"])
        {
            var told = await CommandLine.RunAsync($"sh -c 'dotnet {program} secrets {verb} billing {options} --store {shell.Store} 2>{shell.Folder}/{verb}.err; echo $? >{shell.Folder}/{verb}.exit' {output}; cat {shell.Folder}/{verb}.exit {shell.Folder}/{verb}.err");
            Assert.StartsWith("3\nThe new secret could not be shown, so nothing was changed: ", told, StringComparison.Ordinal);
            Assert.Equal((why, before), (why, await shell.DoAsync("secrets", "list", "billing", "--json")));
        }
    }

    [Theory]
    [InlineData(">&-", "3\nStandard output is closed, so nothing was done: send it to /dev/null if nobody reads it.\n")]
    [InlineData("<&- >&- 2>&-", "3\n")]
    public async Task A_closed_stream_is_not_mistaken_for_what_took_its_number(string closed, string told)
    {
        using var shell = Operator.OnSqlite();
        await shell.RegisterAsync("billing");
        var before = await shell.DoAsync("secrets", "list", "billing", "--json");
        var command = $"dotnet {Path.Combine(AppContext.BaseDirectory, "tokenctl.dll")} secrets add billing --store {shell.Store}";
        Assert.Equal(told, await CommandLine.RunAsync($"(exec 2>{shell.Folder}/err; {command} {closed}; echo $?); cat {shell.Folder}/err"));
        Assert.Equal(before, await shell.DoAsync("secrets", "list", "billing", "--json"));
    }

    [Fact]
    public async Task A_closed_standard_input_holds_no_secret()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "tokenctl.dll");
        Assert.Equal("2\n", await CommandLine.RunAsync($"env -u TOKENCTL_CLIENT_SECRET dotnet {program} token billing <&-; echo $?"));
        Assert.Equal("2\n", await CommandLine.RunAsync($"dotnet {program} clients apply - <&-; echo $?"));
    }

    [Fact]
    public async Task What_was_shown_and_could_not_be_committed_is_declared_void()
    {
        using var shell = Operator.OnSqlite();
        await shell.DoAsync("clients", "create", "billing", "--scope", "api:read");
        using (var other = new SqliteConnection($"Data Source={shell.Folder}/issuer.db;Pooling=False"))
        {
            other.Open();
            using var transaction = other.BeginTransaction();
            var failed = await shell.RunAsync("secrets", "add", "billing", "--json");
            Assert.Equal(3, failed.ExitCode);
            Assert.Matches(Text(), failed.Output);
            Assert.StartsWith("The secret shown is void: ", failed.Error, StringComparison.Ordinal);
            Assert.EndsWith("is locked: another process has been writing to it for too long.\n", failed.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await shell.JsonAsync("secrets", "list", "billing")).GetProperty("secrets").GetArrayLength());
    }

    [Fact]
    public async Task An_eleventh_live_secret_is_refused_before_anything_is_shown()
    {
        using var shell = Operator.OnSqlite();
        await shell.DoAsync("clients", "create", "billing", "--scope", "api:read");
        for (var made = 0; made < 10; made++) await shell.DoAsync("secrets", "add", "billing");
        foreach (var verb in (string[])["add", "rotate"])
        {
            var eleventh = await shell.RunAsync("secrets", verb, "billing");
            Assert.Equal((1, ""), (eleventh.ExitCode, eleventh.Output));
            Assert.Contains("revoke one first", eleventh.Error, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("tfs_[A-Za-z0-9]{49}")]
    private static partial Regex Text();
}
