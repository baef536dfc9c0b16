using Debate.Deliberation;
using Microsoft.Extensions.AI;

namespace Debate.Models;

/// <summary>Converts between our chat roles and those of Microsoft.Extensions.AI.</summary>
internal static class ChatRoles
{
    public static ChatRole Convert(Role role) => role switch
    {
        Role.System => ChatRole.System,
        Role.User => ChatRole.User,
        _ => ChatRole.Assistant,
    };

    public static Role Convert(ChatRole role) =>
        role == ChatRole.System || role == new ChatRole("developer") ? Role.System
        : role == ChatRole.Assistant ? Role.Assistant
        : Role.User;
}
