using System.Net;
using System.Security.Claims;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Moq;

namespace TokenFunction.Tests.Function;

/// <summary>A request as the worker makes it of what the host sends: joined headers, and the body in memory.</summary>
internal sealed class FakeRequest(string method, string url, byte[] body, params (string Name, string Value)[] headers)
    : HttpRequestData(new Mock<FunctionContext>().Object)
{
    public override Stream Body { get; } = new MemoryStream(body);

    public override HttpHeadersCollection Headers { get; } = new(headers.Select(header => KeyValuePair.Create(header.Name, header.Value)));

    public override IReadOnlyCollection<IHttpCookie> Cookies => [];

    // Made when it is asked for, as the worker does: a malformed one throws then.
    public override Uri Url => new(url);

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method => method;

    public override HttpResponseData CreateResponse() => new FakeResponse(FunctionContext);
}

/// <summary>An answer as the worker takes it.</summary>
internal sealed class FakeResponse(FunctionContext context) : HttpResponseData(context)
{
    public override HttpStatusCode StatusCode { get; set; }

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies => throw new NotSupportedException();

    /// <summary>Status, headers as the worker sends them to the host, and body.</summary>
    public string Text => string.Join('\n', [
        ((int)StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture),
        .. Headers.Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order(StringComparer.OrdinalIgnoreCase),
        System.Text.Encoding.UTF8.GetString(((MemoryStream)Body).ToArray())]);
}
