using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Wire;

/// <summary>An ASP.NET Core API as the README sets it up: it knows the issuer's name and finds the rest itself.</summary>
public sealed class AspNetCoreApi(IssuerServer server) : IClassFixture<IssuerServer>
{
    private const string Audience = "https://api.example.com";
    private const string Grant = "grant_type=client_credentials";

    [Fact]
    public async Task Accepts_our_token_for_it_and_no_other()
    {
        await using var api = await StartAsync();
        var (id, secret) = await server.ClientAsync(client => client with { Audiences = [Audience, "https://other.example.com"] });
        var token = (await server.PostAsync(Grant, IssuerServer.Basic(id, secret)))["access_token"]!;
        var other = (await server.PostAsync(Grant + "&resource=https://other.example.com", IssuerServer.Basic(id, secret)))["access_token"]!;

        Assert.Equal((HttpStatusCode.OK, id), await CallAsync(api, token));
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(api, other)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(api, token[..^4] + (token[^4..] == "AAAA" ? "BBBB" : "AAAA"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(api, null)).Status);
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthorization().AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.Authority = server.Issuer;
            options.Audience = Audience;
            options.MapInboundClaims = false;
            options.TokenValidationParameters.ValidTypes = ["at+jwt"];
            // http, on loopback alone.
            options.RequireHttpsMetadata = false;
        });
        var api = builder.Build();
        api.UseAuthentication();
        api.UseAuthorization();
        api.MapGet("/", (System.Security.Claims.ClaimsPrincipal caller) => caller.FindFirst("client_id")!.Value).RequireAuthorization();
        await api.StartAsync();
        return api;
    }

    private static async Task<(HttpStatusCode Status, string Body)> CallAsync(WebApplication api, string? token)
    {
        using var http = new HttpClient();
        if (token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.GetAsync(new Uri(api.Urls.First()));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
