using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TokenFunction.Settings;

/// <summary>What is wrong with the settings, before anything starts: whatever is written to stderr, the host shows in its log.</summary>
internal static partial class StartupCheck
{
    /// <summary>One readable line per wrong setting, named as the app setting is; empty when all is well.</summary>
    public static IReadOnlyList<string> Failures(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (AggregateException e)
        {
            return [.. e.InnerExceptions.SelectMany(Lines)];
        }
        catch (Exception e) when (e is OptionsValidationException or InvalidOperationException)
        {
            return [.. Lines(e)];
        }
    }

    /// <summary>A value that is not even of its type comes as the binder's own sentence, which names the setting too.</summary>
    private static IEnumerable<string> Lines(Exception wrong) =>
        (wrong is OptionsValidationException validation ? validation.Failures : [wrong.Message]).Select(line => $"Cannot start: {Setting().Replace(line, "$1__$2")}");

    [GeneratedRegex(@"\b([A-Z][A-Za-z]+):([A-Z][A-Za-z]+)\b")]
    private static partial Regex Setting();
}
