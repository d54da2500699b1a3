using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Cli;

/// <summary><c>tokenctl serve</c> as a user runs it: first start, later starts, Ctrl-C.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class ServeProcessTests : IDisposable
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serve-tests-");

    private string Store => $"sqlite:{folder.FullName}/issuer.db";

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData]
    [InlineData("--issuer", "https://tokens.example.com")]
    public async Task The_first_start_prints_a_curl_line_that_works_and_ctrl_c_ends_it_with_0(params string[] more)
    {
        var (server, _) = await Tokenctl.ServeAsync(["--store", Store, .. more]);
        await using (server)
        {
            var curl = Curl().Match(server.Output);
            Assert.True(curl.Success, server.Output);
            var answer = await CommandLine.RunAsync(curl.Value.Trim());
            Assert.Contains("\"access_token\":\"ey", answer, StringComparison.Ordinal);

            Assert.Equal(0, await server.InterruptAsync());
            Assert.Equal("", server.Error);
        }
    }

    [Fact]
    public async Task The_signing_key_is_the_owners_alone()
    {
        var (server, _) = await Tokenctl.ServeAsync("--store", Store);
        await using (server)
        {
            var keys = Path.Combine(folder.FullName, "issuer.db.keys");
            Assert.Equal(OwnerFile, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(keys))));
            Assert.Equal(OwnerFile | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
        }
    }

    [Fact]
    public async Task A_second_start_keeps_key_and_client_and_prints_no_secret()
    {
        var (first, url) = await Tokenctl.ServeAsync("--store", Store);
        string kid, secret;
        using var http = new HttpClient();
        await using (first)
        {
            kid = await http.GetStringAsync(new Uri(url, "/.well-known/jwks.json"));
            secret = Secret().Match(first.Output).Value;
            await first.InterruptAsync();
        }

        var (second, again) = await Tokenctl.ServeAsync("--store", Store);
        await using (second)
        {
            Assert.DoesNotMatch(Secret(), second.Output + second.Error);
            Assert.Equal(kid, await http.GetStringAsync(new Uri(again, "/.well-known/jwks.json")));
            Assert.Contains("access_token", await CommandLine.RunAsync(
                $"curl -s -u demo:{secret} -d grant_type=client_credentials {again}oauth/token"), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("^ +curl .*$", RegexOptions.Multiline)]
    private static partial Regex Curl();

    [GeneratedRegex("tfs_[A-Za-z0-9]+")]
    private static partial Regex Secret();
}
