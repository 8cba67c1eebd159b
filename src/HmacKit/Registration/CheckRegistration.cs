namespace HmacKit;

/// <summary>What a package that extends HmacKit finds wrong with its settings.</summary>
internal sealed class CheckRegistration : CheckedRegistration
{
    public CheckRegistration(Func<IServiceProvider, IEnumerable<string>> findFaults, IServiceProvider services) =>
        FaultList.AddRange(findFaults(services));
}
