using System.Runtime.InteropServices;
using TorchSharp;

namespace HierKD;

/// <summary>
/// What a library calls MPI's constants. Handles are addresses of exported objects in Open MPI, and numbers of 32 bits in MPICH and MS-MPI,
/// which fit into an address as well.
/// </summary>
internal sealed record MpiAbi
{
    private MpiAbi()
    {
    }

    public required string Family { get; init; }

    public required nint World { get; init; }

    /// <summary>Says that the result takes the place of what is reduced.</summary>
    public required nint InPlace { get; init; }

    public required nint ErrorsReturn { get; init; }

    public required nint NoInfo { get; init; }

    /// <summary>Splits a group by hosts.</summary>
    public required int SharedMemory { get; init; }

    public required nint Byte { get; init; }

    private nint Float { get; init; }

    private nint Double { get; init; }

    private nint Long { get; init; }

    private nint Sum { get; init; }

    private nint Maximum { get; init; }

    private nint Minimum { get; init; }

    /// <summary>The family of a library, by what it exports.</summary>
    public static MpiAbi Of(nint library) => NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out _)
        ? OpenMpi(name => NativeLibrary.GetExport(library, $"ompi_mpi_{name}"))
        : Mpich;

    /// <exception cref="ArgumentException">MPI does not reduce it here.</exception>
    public nint TypeOf(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Float32 => Float,
        torch.ScalarType.Float64 => Double,
        torch.ScalarType.Int64 => Long,
        _ => throw new ArgumentException($"The tensor is of {type}; float32, float64 and int64 can be reduced.", nameof(type)),
    };

    public nint OperationOf(GroupReduction reduction) => reduction switch
    {
        GroupReduction.Sum => Sum,
        GroupReduction.Minimum => Minimum,
        GroupReduction.Maximum => Maximum,
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, $"reduction is {(int)reduction}, which is none."),
    };

    private static MpiAbi OpenMpi(Func<string, nint> address) => new()
    {
        Family = "Open MPI",
        World = address("comm_world"),
        InPlace = 1,
        ErrorsReturn = address("errors_return"),
        NoInfo = address("info_null"),
        SharedMemory = 0,
        Byte = address("byte"),
        Float = address("float"),
        Double = address("double"),
        Long = address("long_long_int"),
        Sum = address("op_sum"),
        Maximum = address("op_max"),
        Minimum = address("op_min"),
    };

    private static MpiAbi Mpich { get; } = new()
    {
        Family = "MPICH",
        World = 0x44000000,
        InPlace = -1,
        ErrorsReturn = 0x54000001,
        NoInfo = 0x1c000000,
        SharedMemory = 1,
        Byte = 0x4c00010d,
        Float = 0x4c00040a,
        Double = 0x4c00080b,
        Long = 0x4c000809,
        Sum = 0x58000003,
        Maximum = 0x58000001,
        Minimum = 0x58000002,
    };
}
