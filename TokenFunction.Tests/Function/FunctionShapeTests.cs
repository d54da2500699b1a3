using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using TokenFunction.Http;

namespace TokenFunction.Tests.Function;

/// <summary>What the host is told: two functions, every path and method on one, the schedule on the other.</summary>
public sealed class FunctionShapeTests
{
    private static readonly MethodInfo[] Functions =
    [
        .. typeof(IssuerFunction).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null),
    ];

    [Fact]
    public void There_are_two_functions_and_the_worker_can_see_both()
    {
        Assert.Equal(["Issuer", "SecretSweep"], Functions.Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name).Order());
        Assert.All(Functions, method => Assert.True(method.DeclaringType!.IsPublic));
    }

    [Fact]
    public void Every_path_and_method_comes_in_without_a_key()
    {
        var trigger = Assert.Single(Functions.SelectMany(method => method.GetParameters()).Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>());

        Assert.Equal(("{*path}", AuthorizationLevel.Anonymous), (trigger.Route, trigger.AuthLevel));
        Assert.True(trigger.Methods is null or []);
    }

    [Fact]
    public void The_timer_takes_its_schedule_from_the_setting_and_never_runs_because_an_instance_started()
    {
        var trigger = Assert.Single(Functions.SelectMany(method => method.GetParameters()).Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()).OfType<TimerTriggerAttribute>());

        Assert.Equal(("%SecretSweep:Schedule%", true, false), (trigger.Schedule, trigger.UseMonitor, trigger.RunOnStartup));
    }
}
