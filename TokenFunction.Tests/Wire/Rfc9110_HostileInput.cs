using System.Text;
using TokenFunction.Tests.Server;
using TokenIssuer.Cli;
using TokenIssuer.Cli.Serve;

namespace TokenFunction.Tests.Wire;

/// <summary>Conformance C1.1, C1.2, C1.14, C5.58: what no client sends. Always a 4xx, never stored, never an echo.</summary>
public sealed class Rfc9110_HostileInput(IssuerServer server) : IClassFixture<IssuerServer>
{
    private const string Never = "never-echo-this";

    public static TheoryData<string> Paths { get; } =
    [
        "/oauth/token", "/.well-known/jwks.json", "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration", "/healthz", "/readyz", "/",
    ];

    [Theory]
    [InlineData("C1.1", "GET", "/oauth/token", 405, "POST")]
    [InlineData("C1.1", "TRACE", "/oauth/token", 405, "POST")]
    [InlineData("design: routes", "POST", "/.well-known/jwks.json", 405, "GET,HEAD,OPTIONS")]
    [InlineData("design: routes", "POST", "/healthz", 405, "GET,HEAD")]
    [InlineData("design: exact paths", "POST", "/oauth/token/", 404, "")]
    [InlineData("design: exact paths", "POST", "/OAuth/token", 404, "")]
    [InlineData("C7.84", "GET", "/tenant/.well-known/openid-configuration", 404, "")]
    [InlineData("no home page", "GET", "/", 404, "")]
    public async Task What_is_not_there_says_so_in_json(string rule, string method, string path, int status, string allow)
    {
        var reply = await server.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.True(status == reply.Status, rule);
        reply.ShouldRefuse(status, "invalid_request");
        Assert.Equal(allow, string.Join(',', reply.ContentHeaders.Allow));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_method_that_nobody_knows_is_refused_in_json_everywhere(string path)
    {
        foreach (var method in new[] { "BREW", "GETS", "PROPFIND", "X-" + Never })
        {
            var reply = await server.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            reply.ShouldRefuse(path == "/" ? 404 : 405, "invalid_request");
            Assert.DoesNotContain(Never, reply.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a long path")]
    [InlineData("markup")]
    [InlineData("dots")]
    [InlineData("encoded slashes")]
    [InlineData("encoded letters")]
    [InlineData("folded dots")]
    [InlineData("absolute-form and encoded letters")]
    public async Task A_strange_path_is_404_in_json(string row)
    {
        var path = row switch
        {
            "a long path" => "/" + Never + new string('a', 7_000),
            "markup" => $"/%3Cscript%3E{Never}%3C/script%3E",
            "dots" => "/a/..%2f..%2fetc/passwd",
            "encoded letters" => "/%68ealthz",
            "folded dots" => "/a/../healthz",
            "absolute-form and encoded letters" => "http://localhost/%68ealthz",
            _ => "/oauth%2Ftoken",
        };
        var answer = await server.SendRawAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"error\":\"invalid_request\"", answer, StringComparison.Ordinal);
        Assert.Contains("no-store", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(Never, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C2.22 two Authorization lines", "Authorization: Basic YWJjOmQ=\r\nAuthorization: Basic YWJjOmQ=\r\n", 400, "malformed_authorization")]
    [InlineData("C2.22 an empty Authorization", "Authorization:\r\n", 400, "malformed_authorization")]
    [InlineData("C2.22 not ASCII", "Authorization: Basic \u00c3\u00a9\r\n", 400, "malformed_authorization")]
    [InlineData("C1.3 two types", "Content-Type: application/json\r\n", 400, "not_a_form")]
    public async Task Headers_that_libraries_would_not_send_are_refused_in_json(string rule, string headers, int status, string reason)
    {
        const string Grant = "grant_type=client_credentials";
        var answer = await server.SendRawAsync(Encoding.Latin1.GetBytes(
            $"POST /oauth/token HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n{headers}Content-Length: {Grant.Length}\r\n\r\n{Grant}"));
        Assert.True(answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{rule}: {answer}");
        Assert.Contains("\"error\":\"invalid_request\"", answer, StringComparison.Ordinal);
        Assert.Contains("no-store", answer, StringComparison.Ordinal);
        Assert.Contains(server.Log, line => line.Contains($"Token refused: {reason} ", StringComparison.Ordinal));
    }

    /// <summary>What is no HTTP never reaches the issuer; the server answers without a body.</summary>
    [Theory]
    [InlineData("no HTTP", "never-echo-this\r\n\r\n")]
    [InlineData("bad Host", "GET /healthz HTTP/1.1\r\nHost: never-echo-this/<>\r\n\r\n")]
    [InlineData("no Host", "GET /healthz HTTP/1.1\r\n\r\n")]
    [InlineData("two Hosts", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: never-echo-this\r\n\r\n")]
    [InlineData("NUL in a header", "GET /healthz HTTP/1.1\r\nHost: a\r\nX: never-echo-this\0\r\n\r\n")]
    [InlineData("bad length", "POST /oauth/token HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("two framings", "POST /oauth/token HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: never-echo-this\r\n\r\nabc")]
    [InlineData("a bad chunk", "POST /oauth/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("a body cut short", "POST /oauth/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nnever-echo-this")]
    public async Task What_is_no_http_is_refused_or_dropped(string row, string request) =>
        ShouldRefuseBare(row, await server.SendRawAsync(Encoding.Latin1.GetBytes(request), hangUp: row == "a body cut short"));

    [Fact]
    public async Task C1_14_headers_over_the_limit_are_refused()
    {
        var huge = await server.SendRawAsync(Encoding.ASCII.GetBytes($"GET /healthz HTTP/1.1\r\nHost: a\r\nX: {Never}{new string('a', 40_000)}\r\n\r\n"));
        var many = await server.SendRawAsync(Encoding.ASCII.GetBytes($"GET /healthz HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Repeat("X: 1\r\n", 200))}\r\n"));
        Assert.StartsWith("HTTP/1.1 431 ", huge, StringComparison.Ordinal);
        ShouldRefuseBare("huge", huge);
        ShouldRefuseBare("many", many);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.0.2.1:7071")]
    public async Task C1_2_plain_http_off_loopback_is_refused_without_a_proxy(string url)
    {
        var finished = await Tokenctl.RunAsync("serve", "--urls", url);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains("--behind-proxy", finished.Error, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => Listen.Parse(url, behindProxy: false));
        if (url.EndsWith(":0", StringComparison.Ordinal)) Assert.NotEqual(0, Listen.Parse(url, behindProxy: true).Port);
    }

    private static void ShouldRefuseBare(string row, string answer)
    {
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), $"{row}: {answer}");
        Assert.DoesNotContain(Never, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
    }
}
