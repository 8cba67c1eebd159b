using HmacKit.Contracts;
using HmacKit.Sqlite.Tests.Database;

namespace HmacKit.Sqlite.Tests.Replay;

public sealed class SqliteReplayStoreContractTests : ReplayStoreContract, IDisposable
{
    private readonly DatabaseFile _file = new();
    private readonly List<SqliteReplayStore> _stores = [];

    protected override int RacingClaims => 1_000;

    protected override IReplayStore CreateStore()
    {
        _stores.Add(new SqliteReplayStore(_file.Path, new() { TimeProvider = Clock }));
        return _stores[^1];
    }

    public void Dispose()
    {
        _stores.ForEach(store => store.DisposeAsync().AsTask().GetAwaiter().GetResult());
        _file.Dispose();
    }
}
