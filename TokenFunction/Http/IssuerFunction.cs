using System.Globalization;
using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using TokenIssuer;
using TokenIssuer.Protocol;

namespace TokenFunction.Http;

/// <summary>
/// The front door in Azure: hands the request over as it came, and the answer back as it is. No method list, so that every
/// method arrives and the issuer, not the host, says 405.
/// </summary>
public sealed class IssuerFunction(Issuer issuer)
{
    /// <summary>Every path and every method.</summary>
    [Function("Issuer")]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequestData request, CancellationToken cancel)
    {
        var target = RequestTarget.Of(UrlOf(request));
        var answer = await issuer.HandleAsync(
            new IssuerRequest
            {
                Method = request.Method,
                Path = target.Path,
                Query = target.Query,
                // Not validated: the collection would parse known headers and hand over its own spelling of them.
                Header = name => request.Headers.NonValidated.TryGetValues(name, out var values) ? string.Join(',', values) : null,
                Body = await ReadAsync(request.Body, cancel),
            },
            cancel);
        return await WriteAsync(request.CreateResponse(), answer, cancel);
    }

    /// <summary>The worker makes the URL when it is asked for it. A Host that no URL can have leaves none, and nothing is at it.</summary>
    private static string UrlOf(HttpRequestData request)
    {
        try
        {
            return request.Url.OriginalString;
        }
        catch (UriFormatException)
        {
            return "";
        }
    }

    private static async Task<HttpResponseData> WriteAsync(HttpResponseData response, IssuerResponse answer, CancellationToken cancel)
    {
        response.StatusCode = (HttpStatusCode)answer.Status;
        foreach (var (name, value) in answer.Headers) response.Headers.TryAddWithoutValidation(name, value);
        // Without it the host would send chunks.
        if (answer.ContentLength is { } length) response.Headers.TryAddWithoutValidation("Content-Length", length.ToString(CultureInfo.InvariantCulture));
        if (!answer.Body.IsEmpty) await response.Body.WriteAsync(answer.Body, cancel);
        return response;
    }

    /// <summary>The body up to one byte over the issuer's limit. The host has it in memory already.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Stream body, CancellationToken cancel)
    {
        const int Limit = IssuerRequest.MaxBodyBytes + 1;
        var size = body.CanSeek ? (int)Math.Min(body.Length - body.Position, Limit) : Limit;
        if (size == 0) return default;
        var buffer = new byte[size];
        var read = await body.ReadAtLeastAsync(buffer, size, throwOnEndOfStream: false, cancel);
        return buffer.AsMemory(0, read);
    }
}
