using System.Net;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>What <see cref="AzureTable"/> makes of answers that Azurite never gives: throttling, refusals, lost answers.</summary>
public sealed class AzureTableFaultTests
{
    private const string Row1 = """{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"r","n":1}""";

    [Theory, InlineData(500), InlineData(503), InlineData(429), InlineData(408)]
    public async Task A_lookup_is_tried_again(int status)
    {
        var service = new Script(Answer(status, "ServerBusy"), Answer(200, Row1));

        Assert.Equal(1, await service.Table.NumberAsync("p", "r"));
        Assert.Equal(2, service.Requests);
    }

    [Fact]
    public async Task A_lookup_whose_answer_does_not_come_is_tried_again_within_the_callers_time()
    {
        var service = new Script(
            async cancel =>
            {
                await Task.Delay(Timeout.Infinite, cancel);
                throw new InvalidOperationException();
            },
            Answer(200, Row1));
        // Less than the timeout of everything that is no lookup.
        using var caller = new CancellationTokenSource(TimeSpan.FromSeconds(8));

        Assert.NotNull(await service.Table.GetAsync("p", "r", caller.Token));
        Assert.Equal(2, service.Requests);
    }

    [Fact]
    public async Task A_lookup_gives_up_after_three_tries()
    {
        var service = new Script(Answer(500, "InternalError"), Answer(500, "InternalError"), Answer(500, "InternalError"), Answer(200, Row1));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => service.Table.GetAsync("p", "r"));

        Assert.Equal("Table 'clients' of account: answered 500 InternalError.", fault.Message);
        Assert.Equal(3, service.Requests);
    }

    [Theory, InlineData(500), InlineData(504), InlineData(408), InlineData(0)]
    public async Task A_write_that_may_have_been_committed_is_not_tried_again(int status)
    {
        var service = new Script(status == 0 ? _ => throw new HttpRequestException("lost") : Answer(status, "OperationTimedOut"), Answer(204, ""));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => service.Table.WriteAsync(TableWrite.Insert(Row("p", "r"))));

        Assert.Equal(1, service.Requests);
    }

    [Theory, InlineData(429), InlineData(503)]
    public async Task A_write_that_was_turned_away_is_tried_again(int status)
    {
        var service = new Script(Answer(status, "ServerBusy"), Answer(204, ""));

        await service.Table.WriteAsync(TableWrite.Insert(Row("p", "r")));

        Assert.Equal(2, service.Requests);
    }

    [Fact]
    public async Task A_service_that_asks_for_patience_is_not_asked_again_and_the_caller_is_told()
    {
        var service = new Script(Answer(503, "ServerBusy", retryAfter: 30));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => service.Table.GetAsync("p", "r"));

        Assert.Equal(("store", TimeSpan.FromSeconds(30), 1), (fault.Part, fault.RetryAfter, service.Requests));
    }

    [Theory, InlineData(403, "AuthorizationPermissionMismatch"), InlineData(401, "NoAuthenticationInformation")]
    public async Task A_refusal_names_the_role_to_give(int status, string code)
    {
        var service = new Script(Answer(status, code));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => service.Table.ReadPartitionAsync("p", CancellationToken.None));

        Assert.Contains(code, fault.Message, StringComparison.Ordinal);
        Assert.Contains("Storage Table Data Contributor", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_being_deleted_is_a_fault_and_no_conflict()
    {
        var service = new Script(Answer(409, "TableBeingDeleted"));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => service.Table.WriteAsync(TableWrite.Insert(Row("p", "r"))));
    }

    [Fact]
    public async Task A_caller_that_gives_up_while_it_waits_is_cancelled()
    {
        using var caller = new CancellationTokenSource();
        var service = new Script(async cancel =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.Table.GetAsync("p", "r", caller.Token));
    }

    private static Func<CancellationToken, Task<HttpResponseMessage>> Answer(int status, string content, int? retryAfter = null) => _ =>
    {
        var error = """{"odata.error":{"code":"CODE","message":{"lang":"en-US","value":"…"}}}""";
        var body = status < 300 ? content : error.Replace("CODE", content, StringComparison.Ordinal);
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, null, "application/json") };
        if (retryAfter is { } seconds) answer.Headers.Add("Retry-After", $"{seconds}");
        return Task.FromResult(answer);
    };

    /// <summary>A table whose service gives these answers, one after the other.</summary>
    private sealed class Script : HttpMessageHandler
    {
        private readonly Func<CancellationToken, Task<HttpResponseMessage>>[] answers;

        public Script(params Func<CancellationToken, Task<HttpResponseMessage>>[] answers)
        {
            this.answers = answers;
            var options = TableService.ClientOptions();
            options.Transport = new HttpClientTransport(this);
            var key = new TableSharedKeyCredential("account", Convert.ToBase64String(new byte[32]));
            Table = new AzureTable(new TableClient(new Uri("https://account.table.core.windows.net"), "clients", key, options));
        }

        public AzureTable Table { get; }

        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answers[Requests++](cancellationToken);
    }
}
