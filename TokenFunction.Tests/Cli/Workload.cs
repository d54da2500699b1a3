using System.Net.Http.Headers;
using System.Text;

namespace TokenFunction.Tests.Cli;

/// <summary>A workload that asks for tokens with the secrets it has, all the time.</summary>
internal sealed class Workload(Uri issuer, string clientId) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(25);

    private readonly HttpClient http = new();
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> polls = [];
    private int asked;

    /// <summary>The status of every request that got no token.</summary>
    public List<string> Failures { get; } = [];

    public int Asked => asked;

    /// <summary>Asks once; returns the status.</summary>
    public async Task<int> AskAsync(string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(issuer, "/oauth/token"))
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{clientId}:{secret}")));
        using var response = await http.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>Asks with this secret until the end.</summary>
    public void Poll(string secret) => polls.Add(Task.Run(async () =>
    {
        while (!stop.IsCancellationRequested)
        {
            var status = await AskAsync(secret);
            Interlocked.Increment(ref asked);
            if (status != 200) lock (Failures) Failures.Add($"{secret[..8]}: {status}");
            await Task.Delay(PollEvery);
        }
    }));

    /// <summary>Asks until the answer has this status.</summary>
    public async Task UntilAsync(string secret, int status)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await AskAsync(secret) != status) await Task.Delay(PollEvery, limit.Token);
    }

    /// <summary>Waits until so many more requests were answered.</summary>
    public async Task MoreAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        for (var goal = asked + count; Volatile.Read(ref asked) < goal;) await Task.Delay(PollEvery, limit.Token);
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(polls);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
        stop.Dispose();
    }
}
