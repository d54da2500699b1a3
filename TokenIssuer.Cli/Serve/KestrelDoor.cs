using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TokenIssuer.Protocol;

namespace TokenIssuer.Cli.Serve;

/// <summary>The front door on Kestrel: hands the request over as it came, and the answer back as it is.</summary>
internal sealed class KestrelDoor(Issuer issuer)
{
    public async Task HandleAsync(HttpContext http)
    {
        var target = RequestTarget.Of(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var request = new IssuerRequest
        {
            Method = http.Request.Method,
            Path = target.Path,
            Query = target.Query,
            // One value is itself; several are joined.
            Header = name => http.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null,
            Body = await ReadAsync(http),
            Peer = http.Connection.RemoteIpAddress,
        };
        var response = await issuer.HandleAsync(request, http.RequestAborted);
        http.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers) http.Response.Headers[name] = value;
        http.Response.ContentLength = response.ContentLength;
        if (!response.Body.IsEmpty) await http.Response.BodyWriter.WriteAsync(response.Body, http.RequestAborted);
    }

    /// <summary>The body up to one byte over the issuer's limit, whatever its framing.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength is null or 0 && !http.Request.Headers.ContainsKey("Transfer-Encoding")) return default;
        const int Limit = IssuerRequest.MaxBodyBytes + 1;
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.IsCompleted || read.Buffer.Length >= Limit)
            {
                var body = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, Limit)).ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
