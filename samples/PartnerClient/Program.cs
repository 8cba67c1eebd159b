using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PartnerClient;
using PartnerClient.Guide;
using PartnerClient.Tour;

// Calls every endpoint of samples/Providers and says what came of it: dotnet run --project samples/PartnerClient -- --base-url http://127.0.0.1:5080
HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
builder.Services.AddPartnerClients(builder.Configuration);
using IHost host = builder.Build();
bool isGood = builder.Configuration["sign-in"] == "true"
    ? await host.Services.GetRequiredService<GuideSignIn>().RunAsync(Console.Out)
    : await host.Services.GetRequiredService<GrandTour>().RunAsync(Console.Out);
return isGood ? 0 : 1;
