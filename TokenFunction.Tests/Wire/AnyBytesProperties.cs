using System.Net.Http.Headers;
using System.Text;
using CsCheck;
using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Wire;

/// <summary>Generated hostility over HTTP: always a 4xx in JSON that nobody stores, and nothing of the input in it.</summary>
public sealed class AnyBytesProperties(IssuerServer server) : IClassFixture<IssuerServer>
{
    private const int Requests = 300;
    private const string Grant = "grant_type=client_credentials&";
    private const string Never = "never-echo-this";

    [Fact]
    public Task Any_bytes_as_a_body_are_refused() =>
        Gen.Byte.Array[0, 500].SampleAsync(body => RefusedAsync(body, null), iter: Requests, threads: 1);

    [Fact]
    public Task Any_bytes_after_a_good_beginning_are_refused_without_a_right_secret() =>
        Gen.OneOf(Gen.Byte, Gen.OneOfConst("%&=+"u8.ToArray())).Array[0, 200].SampleAsync(
            body => RefusedAsync([.. Encoding.ASCII.GetBytes(Grant + Never + "&"), .. body], "Basic YWJjOmQ="), iter: Requests, threads: 1);

    [Fact]
    public Task Any_text_as_the_Authorization_header_is_refused() =>
        Gen.Char['\x20', '\x7e'].Array[0, 100].SampleAsync(
            header => RefusedAsync(Encoding.ASCII.GetBytes(Grant), Never + new string(header)), iter: Requests, threads: 1);

    [Fact]
    public Task Any_bytes_as_Basic_credentials_are_refused() =>
        Gen.Byte.Array[0, 100].SampleAsync(
            bytes => RefusedAsync(Encoding.ASCII.GetBytes(Grant), "Basic " + Convert.ToBase64String(bytes)), iter: Requests, threads: 1);

    [Fact]
    public Task Any_scope_and_resource_of_a_good_client_are_served_or_refused_in_json() => GoodClientAsync(async (authorization, text) =>
    {
        var reply = await server.PostAsync($"{Grant}scope={Uri.EscapeDataString(text)}&resource={Uri.EscapeDataString(text)}", authorization);
        Assert.True(reply.Status is 200 or 400, $"{reply.Status}");
        if (reply.Status == 400) reply.ShouldRefuse(400, reply["error"]!);
    });

    private async Task GoodClientAsync(Func<string, string, Task> send)
    {
        var client = TestClient.New();
        var authorization = IssuerServer.Basic(client.Id, await server.RegisterAsync(client));
        await GeneratedText.OfLength(0, 30).SampleAsync(text => send(authorization, text), iter: Requests, threads: 1);
    }

    private async Task RefusedAsync(byte[] body, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        var reply = await server.SendAsync(request);
        Assert.InRange(reply.Status, 400, 401);
        reply.ShouldRefuse(reply.Status, reply["error"]!, challenge: reply.Status == 401);
        Assert.DoesNotContain(Never, reply.Body, StringComparison.Ordinal);
    }
}
