using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TokenIssuer;

/// <summary>The instruments of the meter <c>TokenIssuer</c>. Names and tags are stable: alerts and dashboards read them.</summary>
public static class IssuerMetrics
{
    /// <summary>The meter's name, for exporters.</summary>
    public const string MeterName = "TokenIssuer";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> TokensIssued =
        Meter.CreateCounter<long>("token_issuer.tokens_issued", "{token}", "Tokens issued, by client_id.");

    internal static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("token_issuer.refusals", "{request}", "Requests refused, by reason.");

    internal static readonly Counter<long> Throttled =
        Meter.CreateCounter<long>("token_issuer.throttled", "{request}", "Requests answered 429, or that would be when only observing, by scope: client or network.");

    internal static readonly Counter<long> ClientCache =
        Meter.CreateCounter<long>("token_issuer.client_cache", "{lookup}", "Look-ups of clients, by result: hit, miss or stale.");

    internal static readonly Histogram<double> TokenDuration =
        Meter.CreateHistogram<double>("token_issuer.token.duration", "s", "A token request from parsed to answered.");

    internal static readonly Histogram<double> SignDuration =
        Meter.CreateHistogram<double>("token_issuer.sign.duration", "s", "One signature.");

    internal static readonly Histogram<double> StoreDuration =
        Meter.CreateHistogram<double>("token_issuer.store.duration", "s", "One read of a client from the store.");

    /// <summary>When something began, for <see cref="RecordSince"/>; 0 while nobody reads the instrument.</summary>
    internal static long Begin(this Histogram<double> histogram) => histogram.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Records the time since then, in seconds.</summary>
    internal static void RecordSince(this Histogram<double> histogram, long began)
    {
        if (began != 0) histogram.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }
}
