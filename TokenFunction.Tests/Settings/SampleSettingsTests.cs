using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenFunction.Settings;
using TokenIssuer;
using TokenIssuer.Clients;
using TokenIssuer.Storage;

namespace TokenFunction.Tests.Settings;

/// <summary>local.settings.sample.json starts the app, has every setting, and its defaults are the defaults; host.json fits the code.</summary>
public sealed partial class SampleSettingsTests
{
    private static readonly string Root = typeof(SampleSettingsTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!;

    private static readonly string Sample = File.ReadAllText(Path.Combine(Root, "local.settings.sample.json"));

    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Every options class there is, with the defaults of the Functions app.</summary>
    private static readonly (string Section, object Defaults)[] Options =
    [
        .. new[] { typeof(TokenIssuer.Issuer).Assembly, typeof(KeyVaultOptions).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null)
            .Select(type => ((string)type.GetField("Section")!.GetValue(null)!, type == typeof(ClientOptions) ? new ClientOptions { ForwardedHops = 1 } : Activator.CreateInstance(type)!)),
    ];

    [Fact]
    public void A_copy_of_the_sample_starts_in_Development()
    {
        using var services = FunctionHost.Build(Values(), "Development");

        Assert.Empty(StartupCheck.Failures(services));
        Assert.True(services.GetRequiredService<IOptions<StorageOptions>>().Value.CreateTables);
    }

    [Fact]
    public void Every_setting_is_in_the_sample()
    {
        var written = Setting().Matches(Sample).Select(match => match.Groups[1].Value).ToHashSet();

        foreach (var (section, defaults) in Options)
        {
            foreach (var property in Settable(defaults)) Assert.Contains($"{section}__{property.Name}", written);
        }
    }

    [Fact]
    public void No_setting_is_in_the_sample_that_nobody_reads()
    {
        var known = Options.SelectMany(options => Settable(options.Defaults).Select(property => $"{options.Section}__{property.Name}")).ToHashSet();

        foreach (var name in Setting().Matches(Sample).Select(match => match.Groups[1].Value))
        {
            if (Options.Any(options => name.StartsWith(options.Section + "__", StringComparison.Ordinal))) Assert.Contains(name, known);
        }
    }

    [Fact]
    public void What_is_commented_out_is_what_holds_without_it()
    {
        foreach (var (section, defaults) in Options.Where(options => options.Section is not (KeyVaultOptions.Section or StorageOptions.Section)))
        {
            foreach (var property in Settable(defaults))
            {
                if (CommentedOut().Matches(Sample).SingleOrDefault(match => match.Groups[1].Value == $"{section}__{property.Name}") is not { } line) continue;
                if (line.Value.Contains("(default", StringComparison.Ordinal)) continue;
                Assert.Equal((property.Name, property.GetValue(defaults)?.ToString()?.ToUpperInvariant()), (property.Name, line.Groups[2].Value.ToUpperInvariant()));
            }
        }
    }

    [Fact]
    public void The_sweep_ends_before_the_host_ends_it_and_no_route_has_a_prefix()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "host.json")), WithComments);

        var timeout = TimeSpan.Parse(host.RootElement.GetProperty("functionTimeout").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(SecretSweepOptions.Budget, TimeSpan.FromMinutes(1), timeout - TimeSpan.FromSeconds(30));
        Assert.Equal("", host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
    }

    private static Dictionary<string, string?> Values()
    {
        using var sample = JsonDocument.Parse(Sample, WithComments);
        return sample.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString());
    }

    private static IEnumerable<PropertyInfo> Settable(object options) => options.GetType().GetProperties().Where(property => property.CanWrite);

    [GeneratedRegex("\"([A-Za-z_]+)\": \"")]
    private static partial Regex Setting();

    [GeneratedRegex("// \"([A-Za-z_]+)\": \"([^\"]*)\".*")]
    private static partial Regex CommentedOut();
}
