using System.Diagnostics;
using System.Net;
using System.Text;
using TokenIssuer.Benchmarks.EndToEnd;

namespace TokenIssuer.Benchmarks.Abuse;

/// <summary>One client on one connection, from core 1.</summary>
internal sealed class Caller : IDisposable
{
    private readonly HttpClient http;

    public Caller(Server server)
    {
        // The server has core 0 to itself.
        using var self = Process.GetCurrentProcess();
        if (OperatingSystem.IsLinux()) self.ProcessorAffinity = 2;
        http = new HttpClient { BaseAddress = new Uri(server.Url, "/oauth/token") };
    }

    /// <summary>A token request; returns its microseconds, and insists on the status.</summary>
    public async Task<double> AskAsync(string authorization, HttpStatusCode expected, string? forwardedFor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null)
        {
            Content = new StringContent(Load.Form, Encoding.ASCII, "application/x-www-form-urlencoded"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (forwardedFor is not null) request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request);
        var took = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        return answer.StatusCode == expected ? took : throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    public void Dispose() => http.Dispose();
}
