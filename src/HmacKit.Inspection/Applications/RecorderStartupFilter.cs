using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace HmacKit.Inspection;

/// <summary>Puts the recorder before everything else: it knows when a request came and what was answered.</summary>
internal sealed class RecorderStartupFilter(ApplicationRecorder recorder) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => context => recorder.InvokeAsync(context, following));
        next(app);
    };
}
