using System.Buffers.Text;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using TokenIssuer.Benchmarks.InProcess;

namespace TokenIssuer.Benchmarks.EndToEnd;

/// <summary>
/// The least an issuer could do: Kestrel with the settings of <c>tokenctl serve</c>, the framework's form reader, one signature
/// over as many bytes as a token has, and an answer as long as ours. Checks nothing.
/// </summary>
internal static class Floor
{
    /// <summary>The argument that runs it.</summary>
    public const string Command = "floor";

    private const int SigningInputLength = 370;

    public static async Task RunAsync(string algorithm)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        await using var app = builder.Build();
        app.Run(Endpoint(algorithm));
        await app.StartAsync();
        Console.WriteLine("Listening on " + app.Urls.First());
        await app.WaitForShutdownAsync();
    }

    private static RequestDelegate Endpoint(string algorithm)
    {
        var sign = Workbench.BareSignature(algorithm);
        var gate = new Lock();
        var input = Encoding.ASCII.GetBytes(new string('x', SigningInputLength));
        var before = Encoding.ASCII.GetBytes($$"""{"token_type":"Bearer","expires_in":3600,"scope":"api:read","access_token":"{{Encoding.ASCII.GetString(input)}}.""");
        var after = "\"}"u8.ToArray();
        return async http =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form["grant_type"] != "client_credentials") http.Response.StatusCode = 400;
            byte[] body;
            lock (gate) body = [.. before, .. Encoded(sign(input)), .. after];
            http.Response.ContentType = "application/json";
            http.Response.Headers.CacheControl = "no-store";
            http.Response.ContentLength = body.Length;
            await http.Response.BodyWriter.WriteAsync(body);
        };

        static ReadOnlySpan<byte> Encoded(ReadOnlySpan<byte> signature)
        {
            var text = new byte[Base64Url.GetEncodedLength(signature.Length)];
            Base64Url.EncodeToUtf8(signature, text);
            return text;
        }
    }
}
