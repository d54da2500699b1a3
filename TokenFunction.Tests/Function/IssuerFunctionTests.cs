using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TokenFunction.Http;
using TokenFunction.Tests.Storage;
using TokenIssuer;
using TokenIssuer.Cli.Serve;
using TokenIssuer.Keys;
using TokenIssuer.Protocol;

namespace TokenFunction.Tests.Function;

/// <summary>The Functions app's front door: it hands over what came, and answers as <c>tokenctl serve</c> does, byte for byte.</summary>
public sealed class IssuerFunctionTests : IAsyncLifetime, IDisposable
{
    private const string Form = "application/x-www-form-urlencoded";

    private readonly string folder = Directory.CreateTempSubdirectory("function-").FullName;
    private readonly TestStore store = TestStore.Sqlite();
    private ServiceProvider services = null!;

    public async Task InitializeAsync()
    {
        var signer = new LocalSigner(folder, SigningAlgorithm.ES256, TimeProvider.System);
        signer.Create();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Token:Issuer", (string?)"https://tokens.example.com")]).Build();
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddTokenIssuer(settings);
        collection.AddSingleton<ITokenSigner>(signer);
        foreach (var name in (string[])["clients", "revocations"])
        {
            var table = await store.TableAsync(name);
            collection.AddKeyedSingleton(name, table);
        }

        services = collection.BuildServiceProvider();
    }

    [Theory]
    [InlineData("GET", "/.well-known/jwks.json", "", "")]
    [InlineData("HEAD", "/.well-known/jwks.json", "", "")]
    [InlineData("OPTIONS", "/.well-known/jwks.json", "", "")]
    [InlineData("GET", "/.well-known/jwks.json", "", "If-None-Match: *")]
    [InlineData("GET", "/.well-known/oauth-authorization-server", "", "")]
    [InlineData("GET", "/.well-known/openid-configuration", "", "")]
    [InlineData("GET", "/healthz", "", "")]
    [InlineData("HEAD", "/healthz", "", "")]
    [InlineData("DELETE", "/healthz", "", "")]
    [InlineData("GET", "/readyz", "", "")]
    [InlineData("GET", "/", "", "")]
    [InlineData("GET", "/oauth/token", "", "")]
    [InlineData("TRACE", "/oauth/token", "", "")]
    [InlineData("get", "/healthz", "", "")]
    [InlineData("POST", "/OAuth/token", "", "")]
    [InlineData("POST", "/oauth/token/", "", "")]
    [InlineData("POST", "/oauth/%74oken", "", "")]
    [InlineData("GET", "/a/../healthz", "", "")]
    [InlineData("POST", "/oauth/token", "", "")]
    [InlineData("POST", "/oauth/token", "grant_type=client_credentials", "")]
    [InlineData("POST", "/oauth/token", "grant_type=client_credentials", "Content-Type: application/x-www-form-urlencoded;charset=UTF-8")]
    [InlineData("POST", "/oauth/token", "grant_type=client_credentials", "Content-Type: application/json")]
    [InlineData("POST", "/oauth/token", "grant_type=client_credentials", "Authorization: Basic YWJjOmRlZg==")]
    [InlineData("POST", "/oauth/token", "grant_type=client_credentials", "Authorization: Basic YWJjOmRlZg==,Basic YWJjOmRlZg==")]
    [InlineData("POST", "/oauth/token", "grant_type=client_credentials", "Authorization: Basic")]
    [InlineData("POST", "/oauth/token", "grant_type=client_credentials&client_id=abc&client_secret=def", "")]
    [InlineData("POST", "/oauth/token?client_secret=x", "grant_type=client_credentials", "")]
    [InlineData("POST", "/oauth/token", "a=%zz", "")]
    [InlineData("POST", "/oauth/token", "", "Transfer-Encoding: chunked")]
    public async Task Both_front_doors_answer_alike(string method, string target, string body, string header)
    {
        var headers = new List<(string Name, string Value)>();
        if (header.Length > 0) headers.Add((header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]));
        if (body.Length > 0 && !header.StartsWith("Content-Type", StringComparison.Ordinal)) headers.Add(("Content-Type", Form));
        var bytes = Encoding.UTF8.GetBytes(body);

        var function = await FunctionAsync(method, target, bytes, [.. headers]);

        Assert.Equal(await KestrelAsync(method, target, bytes, headers), function.Text);
    }

    [Fact]
    public async Task A_Host_that_no_URL_can_have_is_404()
    {
        var answer = await new IssuerFunction(services.GetRequiredService<Issuer>()).RunAsync(new FakeRequest("GET", "https://x:99999/healthz", []), CancellationToken.None);

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_body_of_64_KiB_is_read_and_one_byte_more_is_413()
    {
        var limit = await FunctionAsync("POST", "/oauth/token", new byte[IssuerRequest.MaxBodyBytes], ("Content-Type", Form));
        var over = await FunctionAsync("POST", "/oauth/token", new byte[IssuerRequest.MaxBodyBytes + 1], ("Content-Type", Form));
        var far = await FunctionAsync("POST", "/oauth/token", new byte[2_000_000], ("Content-Type", Form));

        Assert.Equal((401, 413, 413), ((int)limit.StatusCode, (int)over.StatusCode, (int)far.StatusCode));
    }

    [Fact]
    public async Task Every_answer_says_its_length_except_204_and_304()
    {
        var options = await FunctionAsync("OPTIONS", "/.well-known/jwks.json", []);
        var unchanged = await FunctionAsync("GET", "/.well-known/jwks.json", [], ("If-None-Match", "*"));
        var found = await FunctionAsync("GET", "/.well-known/jwks.json", []);

        Assert.False(options.Headers.Contains("Content-Length"));
        Assert.False(unchanged.Headers.Contains("Content-Length"));
        Assert.Equal([found.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)], found.Headers.GetValues("Content-Length"));
        Assert.Equal((204, 304, 200), ((int)options.StatusCode, (int)unchanged.StatusCode, (int)found.StatusCode));
    }

    public async Task DisposeAsync() => await services.DisposeAsync();

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<FakeResponse> FunctionAsync(string method, string target, byte[] body, params (string, string)[] headers) =>
        (FakeResponse)await new IssuerFunction(services.GetRequiredService<Issuer>())
            .RunAsync(new FakeRequest(method, "https://tokens.example.com" + target, body, headers), CancellationToken.None);

    private async Task<string> KestrelAsync(string method, string target, byte[] body, List<(string Name, string Value)> headers)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        http.Request.Body = new MemoryStream(body);
        if (body.Length > 0) http.Request.ContentLength = body.Length;
        foreach (var (name, value) in headers) http.Request.Headers[name] = value;
        var written = new MemoryStream();
        http.Response.Body = written;
        await new KestrelDoor(services.GetRequiredService<Issuer>()).HandleAsync(http);
        await http.Response.BodyWriter.FlushAsync();
        return string.Join('\n', [
            http.Response.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
            .. http.Response.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetString(written.ToArray())]);
    }
}
