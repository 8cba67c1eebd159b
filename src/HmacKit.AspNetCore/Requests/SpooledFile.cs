using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace HmacKit.AspNetCore;

/// <summary>
/// A temporary file that holds one body, is mapped for hashing, and is gone with the request, or with the process, however that ends:
/// on Unix it has no name any more as soon as it is open, on Windows the system deletes it with its handle.
/// </summary>
internal sealed class SpooledFile : IDisposable
{
    private readonly BodySpool _spool;
    private readonly FileStream _file;
    private MappedMemory? _mapped;
    private long _taken;
    private bool _isDisposed;

    /// <summary>An empty file; <see cref="BodySpool.Open"/> makes it.</summary>
    internal SpooledFile(BodySpool spool)
    {
        _spool = spool;
        _file = OpenUnseen();
    }

    /// <summary>Appends to the file.</summary>
    /// <exception cref="SpoolException">A bound is reached, the disk is full, or the like.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _spool.TakeBytes(bytes.Length);
        _taken += bytes.Length;
        try
        {
            await _file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw SpoolException.OfDisk(exception);
        }
    }

    /// <summary>The file's stream, at its beginning.</summary>
    public Stream OpenForReading()
    {
        _file.Position = 0;
        return _file;
    }

    /// <summary>All of the file as memory, for as long as it isn't disposed.</summary>
    public ReadOnlyMemory<byte> Map()
    {
        _file.Flush();
        _mapped = new MappedMemory(_file);
        return _mapped.Memory;
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            ((IDisposable?)_mapped)?.Dispose();
            _file.Dispose();
            _spool.Return(_taken);
        }
    }

    private static FileStream OpenUnseen()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous };
        if (OperatingSystem.IsWindows())
        {
            options.Options |= FileOptions.DeleteOnClose;
            return new FileStream(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        try
        {
            File.Delete(path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private sealed unsafe class MappedMemory : MemoryManager<byte>
    {
        private readonly MemoryMappedFile _mapping;
        private readonly MemoryMappedViewAccessor _view;
        private readonly int _length;
        private byte* _start;

        public MappedMemory(FileStream file)
        {
            _length = checked((int)file.Length);
            _mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _mapping.CreateViewAccessor(0, _length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        }

        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return new Span<byte>(_start + _view.PointerOffset, _length);
        }

        public override MemoryHandle Pin(int elementIndex = 0) => new(_start + _view.PointerOffset + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (_start is not null)
            {
                _start = null;
                _view.SafeMemoryMappedViewHandle.ReleasePointer();
                _view.Dispose();
                _mapping.Dispose();
            }
        }
    }
}
