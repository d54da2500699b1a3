using System.Reflection;
using System.Text.RegularExpressions;

namespace TokenFunction.Tests.Settings;

/// <summary>docs/operating.md lists every log event with its level, and every metric.</summary>
public sealed partial class OperatingGuideTests
{
    private static readonly string Root = typeof(OperatingGuideTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!;

    private static readonly string Guide = File.ReadAllText(Path.Combine(Root, "docs", "operating.md"));

    private static readonly string Source = string.Concat(((string[])["TokenIssuer", "TokenFunction"])
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories))
        .Select(File.ReadAllText));

    [Fact]
    public void Every_log_event_is_there_with_its_level()
    {
        var events = Event().Matches(Source);

        Assert.NotEmpty(events);
        foreach (Match found in events)
        {
            var row = Array.Find(Guide.Split("### Log events")[1].Split('\n'), line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|')[1].Contains($"`{found.Groups[2].Value}`", StringComparison.Ordinal));
            Assert.True(row is not null && row.Split('|')[2].Trim() == found.Groups[1].Value, $"{found.Groups[2].Value} ({found.Groups[1].Value}): {row}");
        }
    }

    [Fact]
    public void Every_metric_is_there()
    {
        foreach (Match found in Metric().Matches(Source)) Assert.Contains($"`{found.Groups[1].Value}`", Guide, StringComparison.Ordinal);
    }

    [GeneratedRegex("LogLevel\\.([A-Za-z]+),.*EventName = \"([A-Za-z]+)\"")]
    private static partial Regex Event();

    [GeneratedRegex("\"(token_issuer\\.[a-z_.]+)\"")]
    private static partial Regex Metric();
}
