using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using TokenFunction.KeyVault;
using TokenIssuer.Keys;

namespace TokenFunction.Tests.KeyVault;

/// <summary>What is tried again within a signature's 5 s, and what every failure of a vault becomes.</summary>
public sealed class VaultFaultsTests
{
    private static readonly VaultFaults Faults = new("The key 'k' of https://v.vault.azure.net/");

    [Theory]
    [InlineData(401, "refused")]
    [InlineData(403, "disabled, or the app's identity may not")]
    [InlineData(404, "KeyVault:KeyName")]
    [InlineData(429, "throttled")]
    [InlineData(500, "answered 500")]
    [InlineData(503, "answered 503")]
    public async Task Every_refusal_names_the_key_and_what_to_look_at(int status, string says)
    {
        var vault = new Script(Answer(status), Answer(status), Answer(status));

        var fault = await Assert.ThrowsAsync<SignerUnavailableException>(() => vault.AskAsync());

        Assert.StartsWith("The key 'k' of https://v.vault.azure.net/", fault.Message, StringComparison.Ordinal);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.Null(fault.RetryAfter);
    }

    [Theory, InlineData(429), InlineData(500), InlineData(503), InlineData(408)]
    public async Task Trouble_that_passes_is_tried_again(int status)
    {
        var vault = new Script(Answer(status), Answer(200));

        Assert.Equal(200, await vault.AskAsync());
        Assert.Equal(2, vault.Requests);
    }

    [Theory, InlineData(401), InlineData(403), InlineData(404)]
    public async Task A_refusal_is_not(int status)
    {
        var vault = new Script(Answer(status), Answer(200));

        await Assert.ThrowsAsync<SignerUnavailableException>(() => vault.AskAsync());
        Assert.Equal(1, vault.Requests);
    }

    [Fact]
    public async Task A_short_Retry_After_is_waited_for()
    {
        var vault = new Script(Answer(429, "1"), Answer(200));

        Assert.Equal(200, await vault.AskAsync());
        Assert.Equal(2, vault.Requests);
    }

    [Fact]
    public async Task A_long_one_is_handed_on_at_once()
    {
        var vault = new Script(Answer(429, "10"), Answer(200));

        var fault = await Assert.ThrowsAsync<SignerUnavailableException>(() => vault.AskAsync());

        Assert.Equal((1, TimeSpan.FromSeconds(10)), (vault.Requests, fault.RetryAfter));
    }

    [Fact]
    public async Task A_vault_out_of_reach_is_a_fault_after_three_tries()
    {
        var vault = new Script(_ => throw new HttpRequestException("No route."), _ => throw new HttpRequestException("No route."), _ => throw new HttpRequestException("No route."));

        var fault = await Assert.ThrowsAsync<SignerUnavailableException>(() => vault.AskAsync());

        Assert.Contains("cannot be reached: No route.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(3, vault.Requests);
    }

    [Fact]
    public async Task An_identity_that_cannot_be_had_is_a_fault_too()
    {
        var fault = await Assert.ThrowsAsync<SignerUnavailableException>(
            () => Faults.TranslateAsync<int>(() => throw new CredentialUnavailableException("No managed identity here."), CancellationToken.None));

        Assert.Contains("no identity token: No managed identity here.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_is_over_is_a_fault_and_a_caller_who_left_is_none()
    {
        await Assert.ThrowsAsync<SignerUnavailableException>(() => Faults.TranslateAsync<int>(() => throw new TaskCanceledException(), CancellationToken.None));
        await Assert.ThrowsAsync<TaskCanceledException>(() => Faults.TranslateAsync<int>(() => throw new TaskCanceledException(), new CancellationToken(canceled: true)));
    }

    private static Func<CancellationToken, HttpResponseMessage> Answer(int status, string? retryAfter = null) => _ =>
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("{}") };
        if (retryAfter is not null) answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return answer;
    };

    private sealed class PlainOptions : ClientOptions;

    /// <summary>A vault that gives these answers, one after the other, through the client's own pipeline.</summary>
    private sealed class Script(params Func<CancellationToken, HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        public Task<int> AskAsync() => Faults.TranslateAsync(
            async () =>
            {
                using var http = new HttpClient(this, disposeHandler: false);
                var options = new PlainOptions { Transport = new HttpClientTransport(http), RetryPolicy = new VaultRetries() };
                var pipeline = HttpPipelineBuilder.Build(options);
                using var request = pipeline.CreateRequest();
                request.Uri.Reset(new Uri("https://v.vault.azure.net/keys/k"));
                var response = await pipeline.SendRequestAsync(request, CancellationToken.None);
                return response.IsError ? throw new Azure.RequestFailedException(response) : response.Status;
            },
            CancellationToken.None);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answers[Requests++](cancellationToken));
    }
}
