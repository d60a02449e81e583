using System.IO.MemoryMappedFiles;

namespace HierKD.Reliability.Mutations;

/// <summary>
/// A file that says at which mutation a process is. It is mapped into memory: telling costs nothing, and what was told last stays when the
/// process dies.
/// </summary>
internal sealed class PlaceFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public PlaceFile(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, sizeof(long));
        _view = _file.CreateViewAccessor(0, sizeof(long));
    }

    public long Index
    {
        get => _view.ReadInt64(0);
        set => _view.Write(0, value);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
