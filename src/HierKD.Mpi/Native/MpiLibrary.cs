using System.Runtime.InteropServices;
using System.Text;

namespace HierKD;

/// <summary>The functions of an MPI library that a group needs.</summary>
internal sealed unsafe class MpiLibrary
{
    private const int Serialized = 2;
    private const int TextBytes = 8192;

    private readonly nint _library;
    private readonly string _name;
    private readonly delegate* unmanaged<nint, nint, int, nint, nint, nint, int> _allReduce;
    private readonly delegate* unmanaged<nint, int, nint, int, nint, int> _broadcast;
    private readonly delegate* unmanaged<nint, nint*, int> _barrier;
    private readonly delegate* unmanaged<nint*, int*, byte*, int> _test;

    private MpiLibrary(nint library, string name)
    {
        (_library, _name, Abi) = (library, name, MpiAbi.Of(library));
        _allReduce = (delegate* unmanaged<nint, nint, int, nint, nint, nint, int>)Function("MPI_Allreduce");
        _broadcast = (delegate* unmanaged<nint, int, nint, int, nint, int>)Function("MPI_Bcast");
        _barrier = (delegate* unmanaged<nint, nint*, int>)Function("MPI_Ibarrier");
        _test = (delegate* unmanaged<nint*, int*, byte*, int>)Function("MPI_Test");
    }

    public MpiAbi Abi { get; }

    /// <summary>Whether the library says that it takes pointers to GPU memory.</summary>
    public bool IsCudaAware => NativeLibrary.TryGetExport(_library, "MPIX_Query_cuda_support", out var query)
        && ((delegate* unmanaged<int>)query)() == 1;

    /// <exception cref="MpiException">There is none.</exception>
    public static MpiLibrary Load(string? named)
    {
        if (Named(named) is { } one)
        {
            return NativeLibrary.TryLoad(one, out var library)
                ? new MpiLibrary(library, one)
                : throw new MpiException($"The MPI library '{one}' cannot be loaded: it is not there, or lacks a library that it needs.");
        }
        foreach (var name in Candidates())
        {
            if (NativeLibrary.TryLoad(name, out var library)) return new MpiLibrary(library, name);
        }
        throw new MpiException(
            $"There is no MPI on this machine; looked for {string.Join(", ", Candidates())}. Install Open MPI, MPICH or MS-MPI, or " +
            $"name the library in {MpiOptions.LibraryVariable}.");
    }

    /// <summary>The libraries that are looked for, in their order.</summary>
    internal static IReadOnlyList<string> Candidates()
    {
        if (OperatingSystem.IsWindows()) return ["msmpi.dll"];
        string[] open = ["libmpi.so.40", "libmpi.so.80"], mpich = ["libmpich.so.12", "libmpi.so.12"];
        if (OperatingSystem.IsMacOS()) (open, mpich) = (["libmpi.40.dylib"], ["libmpich.12.dylib", "libmpi.12.dylib"]);
        string[] any = ["libmpi"];
        return Launcher.IsMpich && !Launcher.IsOpenMpi ? [.. mpich, .. open, .. any] : [.. open, .. mpich, .. any];
    }

    public void Begin()
    {
        int provided;
        var initialize = (delegate* unmanaged<nint, nint, int, int*, int>)Function("MPI_Init_thread");
        Check(initialize(0, 0, Serialized, &provided), "MPI_Init_thread");
        var setHandler = (delegate* unmanaged<nint, nint, int>)Function("MPI_Comm_set_errhandler");
        Check(setHandler(Abi.World, Abi.ErrorsReturn), "MPI_Comm_set_errhandler");
    }

    public void End() => Check(((delegate* unmanaged<int>)Function("MPI_Finalize"))(), "MPI_Finalize");

    public void Abort(int exitCode) => _ = ((delegate* unmanaged<nint, int, int>)Function("MPI_Abort"))(Abi.World, exitCode);

    public int Rank(nint group)
    {
        int rank;
        Check(((delegate* unmanaged<nint, int*, int>)Function("MPI_Comm_rank"))(group, &rank), "MPI_Comm_rank");
        return rank;
    }

    public int Size(nint group)
    {
        int size;
        Check(((delegate* unmanaged<nint, int*, int>)Function("MPI_Comm_size"))(group, &size), "MPI_Comm_size");
        return size;
    }

    /// <summary>This process's number among those that share memory, and how many they are.</summary>
    public (int Rank, int Size) OnThisHost()
    {
        nint host = 0;
        Check(((delegate* unmanaged<nint, int, int, nint, nint*, int>)Function("MPI_Comm_split_type"))(
            Abi.World, Abi.SharedMemory, 0, Abi.NoInfo, &host), "MPI_Comm_split_type");
        var place = (Rank(host), Size(host));
        Check(((delegate* unmanaged<nint*, int>)Function("MPI_Comm_free"))(&host), "MPI_Comm_free");
        return place;
    }

    public void AllReduce(nint address, int count, nint type, nint operation) =>
        Check(_allReduce(Abi.InPlace, address, count, type, operation, Abi.World), "MPI_Allreduce");

    public void Broadcast(nint address, int bytes, int root) => Check(_broadcast(address, bytes, Abi.Byte, root, Abi.World), "MPI_Bcast");

    /// <summary>MPI's own would keep the processor busy, which another process may need for what is waited for.</summary>
    public void Barrier()
    {
        nint request = 0;
        Check(_barrier(Abi.World, &request), "MPI_Ibarrier");
        // More than an MPI_Status of any library.
        var status = stackalloc byte[256];
        for (var pause = 0; ; pause = Math.Min(pause + 1, 20))
        {
            int done;
            Check(_test(&request, &done, status), "MPI_Test");
            if (done != 0) return;
            Thread.Sleep(pause / 4);
        }
    }

    public override string ToString()
    {
        var text = stackalloc byte[TextBytes];
        int length;
        Check(((delegate* unmanaged<byte*, int*, int>)Function("MPI_Get_library_version"))(text, &length), "MPI_Get_library_version");
        var version = Encoding.UTF8.GetString(text, Math.Min(length, TextBytes)).Split('\n', ',')[0].Trim('\0', ' ');
        return $"{version.Replace("\t", " ", StringComparison.Ordinal)} ({_name})";
    }

    private static string? Named(string? named) =>
        named ?? (Environment.GetEnvironmentVariable(MpiOptions.LibraryVariable) is { Length: > 0 } told ? told : null);

    private nint Function(string name) => NativeLibrary.TryGetExport(_library, name, out var address)
        ? address
        : throw new MpiException($"'{_name}' is no MPI library, or older than MPI 3: it has no {name}.");

    private void Check(int code, string function)
    {
        if (code == 0) return;
        var text = stackalloc byte[TextBytes];
        int length;
        var known = ((delegate* unmanaged<int, byte*, int*, int>)Function("MPI_Error_string"))(code, text, &length) == 0;
        var why = known ? Encoding.UTF8.GetString(text, Math.Min(length, TextBytes)) : $"error {code}";
        throw new MpiException($"{function} failed: {why}");
    }
}
