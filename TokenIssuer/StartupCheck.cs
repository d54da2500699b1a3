using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TokenIssuer;

/// <summary>
/// What is wrong with the settings, before anything starts or is written: a readable line for each, which names it as app
/// settings and environment variables do (<c>Token__Issuer</c>). Empty when all is well.
/// </summary>
public static partial class StartupCheck
{
    /// <summary>All that <see cref="Services.AddTokenIssuer"/> and its host have asked to be checked at start.</summary>
    public static IReadOnlyList<string> Failures(IServiceProvider services) => Failures(services.GetRequiredService<IStartupValidator>().Validate);

    /// <summary>One kind of options alone.</summary>
    public static IReadOnlyList<string> Failures<T>(IServiceProvider services)
        where T : class => Failures(() => _ = services.GetRequiredService<IOptions<T>>().Value);

    private static IReadOnlyList<string> Failures(Action read)
    {
        try
        {
            read();
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
        (wrong is OptionsValidationException validation ? validation.Failures : [wrong.Message]).Select(line => Setting().Replace(line, "$1__$2"));

    [GeneratedRegex(@"\b([A-Z][A-Za-z]+):([A-Z][A-Za-z]+)\b")]
    private static partial Regex Setting();
}
