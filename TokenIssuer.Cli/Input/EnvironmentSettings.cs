using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TokenIssuer.Cli.Input;

/// <summary>The issuer's settings as environment variables, such as <c>Secrets__Retention=90.00:00:00</c>, for commands other than <c>serve</c>.</summary>
internal static class EnvironmentSettings
{
    public static IConfiguration Configuration => new ConfigurationBuilder().AddEnvironmentVariables().Build();

    /// <summary>One kind of options. Throws <see cref="UsageException"/> that names every variable that is wrong.</summary>
    public static T Require<T>()
        where T : class
    {
        using var services = new ServiceCollection().AddTokenIssuer(Configuration).BuildServiceProvider();
        var wrong = StartupCheck.Failures<T>(services);
        return wrong.Count == 0 ? services.GetRequiredService<IOptions<T>>().Value : throw new UsageException(string.Join(Environment.NewLine, wrong));
    }
}
