# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_tramite_global_optspecs
    string join \n C/directory= color= no-pager h/help V/version
end

function __fish_tramite_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_tramite_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_tramite_using_subcommand
    set -l cmd (__fish_tramite_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c tramite -n "__fish_tramite_needs_command" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_needs_command" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_needs_command" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_needs_command" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_needs_command" -s V -l version -d 'Print version'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "init" -d 'Make a desk in this repository, yourself its first leader'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "open" -d 'Open a ticket; on a terminal, what is missing is asked for'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "reply" -d 'Answer the customer, and move the ticket, in one commit'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "note" -d 'Write a note that only the desk sees, and move the ticket, in one commit'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "comment" -d 'Write a comment of any kind'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "transition" -d 'Move a ticket to another status, in one commit with what the move takes'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "set" -d 'Change keys and fields of a ticket'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "edit" -d 'Change a ticket\'s file in your editor; checked before it is recorded'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "assign" -d 'Give a ticket to a person (`none`: to nobody)'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "take" -d 'Take a ticket yourself'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "transfer" -d 'Hand a ticket to another team, and say why'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "tag" -d 'Add and remove tags'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "due" -d 'Set the agreed delivery (`none` clears)'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "promise" -d 'Set the date on which you promised to come back (`none` clears)'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "watch" -d 'Add or remove (`-WATCHER`) a watcher, who gets the ticket\'s messages'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "child" -d 'Open a ticket that is part of another one; each cites the other'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "follow-up" -d 'Open a ticket that goes on where another one ended; each cites the other'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "duplicate" -d 'Say that a ticket is the same as another one, and end it as its type says'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "merge" -d 'Merge a ticket into another one of the same organization'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "link" -d 'Link a ticket with another one, an issue, an article or a commit'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "dismiss" -d 'Say that a customer\'s message was none: the ticket goes back, and no clock counts it'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "approve" -d 'Approve what a ticket waits for'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "refuse" -d 'Refuse what a ticket waits for, and say why'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "rate" -d 'Record what the customer thinks of the work, on the desk\'s own scale'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "time" -d 'Work that was done on a ticket'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "attach" -d 'Attach files to a ticket'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "attachment" -d 'The files of a ticket: list them, get one'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "purge" -d 'Remove files and sensitive texts of tickets for good: here, and at the remotes'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "show" -d 'Show a ticket: its state, its thread, its clocks, and what may come next'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "log" -d 'List a ticket\'s trâmites: who changed what, and when'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "list" -d 'List tickets'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "search" -d 'Find tickets by text, without case or accents'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "next" -d 'Show the ticket to work on next, by the desk\'s `next` view'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "board" -d 'Show open tickets by status, side by side'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "view" -d 'Saved queries'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "validate" -d 'Check tickets and configuration as they are in the working tree'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "check" -d 'Judge commits by the desk\'s rules, in CI or in a server\'s pre-receive hook'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "macro" -d 'Reply templates with the actions that go with them'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "report" -d 'Figures over many tickets'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "sla" -d 'Clocks: why they stand where they stand, and which run out next'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "calendar" -d 'Working hours: look at them, and reckon with them'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "type" -d 'Kinds of ticket: their fields and flows'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "contact" -d 'Customers'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "person" -d 'People who work at the desk'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "sync" -d 'Fetch what others did, merge it with what was done here, send both'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "demo" -d 'Make a desk with a plausible history, and show its dashboard and SLA report'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "hooks" -d 'Let git check commits and messages by itself'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "doctor" -d 'Find what is wrong with this clone and its desk, and mend it'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "undo" -d 'Take your last operation on the desk back'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "links" -d 'List the commits that name tickets by trailer, here and in other repositories'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "scan" -d 'Record the commits of another repository that name tickets, and do what a fix does'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "orphans" -d 'List the tickets that a commit fixes and that are still open'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "sweep" -d 'Do what the desk\'s automations say, a commit for each ticket and automation'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "bulk" -d 'Change many tickets in one commit, all of them or none'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "outbox" -d 'Tell requesters and watchers what happened to their tickets: a message for each trâmite'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "import" -d 'Import tickets with their history from another system'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "export" -d 'Write tickets with their whole history as JSON lines'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "completions" -d 'Print a script that completes commands in your shell'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "man" -d 'Print the manual page, or write all of them to a folder'
complete -c tramite -n "__fish_tramite_needs_command" -f -a "merge-driver" -d 'Merge two versions of a ticket\'s file; called by git'
complete -c tramite -n "__fish_tramite_using_subcommand init" -l preset -d 'Types, flows, calendars, policies and macros to begin with' -r
complete -c tramite -n "__fish_tramite_using_subcommand init" -l branch -d 'Keep the desk on a branch of its own, which need not be checked out' -r
complete -c tramite -n "__fish_tramite_using_subcommand init" -l name -d 'What the desk is called; the folder\'s name otherwise' -r
complete -c tramite -n "__fish_tramite_using_subcommand init" -l timezone -d 'IANA time zone of the desk; the preset\'s otherwise' -r
complete -c tramite -n "__fish_tramite_using_subcommand init" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand init" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand init" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand init" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand open" -s t -l title -d 'Title' -r
complete -c tramite -n "__fish_tramite_using_subcommand open" -s d -l description -d 'Description' -r
complete -c tramite -n "__fish_tramite_using_subcommand open" -s F -l file -d 'Read the description from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand open" -s f -l field -d 'A field or a key of the ticket; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand open" -l for -d 'The contact who asks: id, address or name' -r
complete -c tramite -n "__fish_tramite_using_subcommand open" -l origin -d 'The channel it came by' -r
complete -c tramite -n "__fish_tramite_using_subcommand open" -s p -l priority -d 'Priority' -r
complete -c tramite -n "__fish_tramite_using_subcommand open" -l assignee -d 'Person who takes it; routed otherwise' -r
complete -c tramite -n "__fish_tramite_using_subcommand open" -l team -d 'Team; routed otherwise' -r
complete -c tramite -n "__fish_tramite_using_subcommand open" -l tag -d 'A tag; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand open" -l attach -d 'Attach a file; may be repeated' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand open" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand open" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand open" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand open" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand open" -l offline -d 'Where the desk reserves numbers: open it without asking the remote, with a number that may change'
complete -c tramite -n "__fish_tramite_using_subcommand open" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand open" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand open" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand reply" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand reply" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l for -d 'Said by this contact, recorded by you' -r
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l channel -d 'The channel it came or went by' -r
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l with -d 'Who was spoken to' -r
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l time -d 'Work reported with it: 1h30m, 90min, 1,5h' -r
complete -c tramite -n "__fish_tramite_using_subcommand reply" -s f -l field -d 'A field or a key of the ticket that goes with it; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l missing -d 'Fields that are missing, for a return' -r
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l attach -d 'Attach a file; may be repeated' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand reply" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l billable -d 'The customer pays for that time'
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l sensitive -d 'Keep the text like a file, so that it can be removed for good'
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand reply" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand reply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand note" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand note" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand note" -l for -d 'Said by this contact, recorded by you' -r
complete -c tramite -n "__fish_tramite_using_subcommand note" -l channel -d 'The channel it came or went by' -r
complete -c tramite -n "__fish_tramite_using_subcommand note" -l with -d 'Who was spoken to' -r
complete -c tramite -n "__fish_tramite_using_subcommand note" -l time -d 'Work reported with it: 1h30m, 90min, 1,5h' -r
complete -c tramite -n "__fish_tramite_using_subcommand note" -s f -l field -d 'A field or a key of the ticket that goes with it; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand note" -l missing -d 'Fields that are missing, for a return' -r
complete -c tramite -n "__fish_tramite_using_subcommand note" -l attach -d 'Attach a file; may be repeated' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand note" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand note" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand note" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand note" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand note" -l billable -d 'The customer pays for that time'
complete -c tramite -n "__fish_tramite_using_subcommand note" -l sensitive -d 'Keep the text like a file, so that it can be removed for good'
complete -c tramite -n "__fish_tramite_using_subcommand note" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand note" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand note" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand comment" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand comment" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l for -d 'Said by this contact, recorded by you' -r
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l channel -d 'The channel it came or went by' -r
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l with -d 'Who was spoken to' -r
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l time -d 'Work reported with it: 1h30m, 90min, 1,5h' -r
complete -c tramite -n "__fish_tramite_using_subcommand comment" -s f -l field -d 'A field or a key of the ticket that goes with it; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l missing -d 'Fields that are missing, for a return' -r
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l attach -d 'Attach a file; may be repeated' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand comment" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l public -d 'To the customer'
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l internal -d 'Among agents'
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l customer -d 'From the customer'
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l billable -d 'The customer pays for that time'
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l sensitive -d 'Keep the text like a file, so that it can be removed for good'
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand comment" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand comment" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand transition" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand transition" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand transition" -l channel -d 'The channel that the text went by' -r
complete -c tramite -n "__fish_tramite_using_subcommand transition" -l with -d 'Who was spoken to' -r
complete -c tramite -n "__fish_tramite_using_subcommand transition" -s f -l field -d 'A field or a key of the ticket; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand transition" -l missing -d 'Fields that are missing, for a return' -r
complete -c tramite -n "__fish_tramite_using_subcommand transition" -l attach -d 'Attach a file; may be repeated' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand transition" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand transition" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand transition" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand transition" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand transition" -l public -d 'The text is for the customer'
complete -c tramite -n "__fish_tramite_using_subcommand transition" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand transition" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand transition" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand set" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand set" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand set" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand set" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand set" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand set" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand set" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand set" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand edit" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand edit" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand edit" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand edit" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand edit" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand edit" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand assign" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand assign" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand assign" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand assign" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand assign" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand assign" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand assign" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand assign" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand assign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand take" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand take" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand take" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand take" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand take" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand take" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand take" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand take" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand take" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand transfer" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand transfer" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand transfer" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand transfer" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand transfer" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand transfer" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand transfer" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand transfer" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand transfer" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand tag" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand tag" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand tag" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand tag" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand tag" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand tag" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand tag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand due" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand due" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand due" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand due" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand due" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand due" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand due" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand due" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand due" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand promise" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand promise" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand promise" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand promise" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand promise" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand promise" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand promise" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand promise" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand promise" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand watch" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand watch" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand watch" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand watch" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand watch" -l remove -d 'Remove all of these'
complete -c tramite -n "__fish_tramite_using_subcommand watch" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand watch" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand child" -s t -l title -d 'Title' -r
complete -c tramite -n "__fish_tramite_using_subcommand child" -s d -l description -d 'Description' -r
complete -c tramite -n "__fish_tramite_using_subcommand child" -s F -l file -d 'Read the description from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand child" -s f -l field -d 'A field or a key of the ticket; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand child" -l for -d 'The contact who asks: id, address or name' -r
complete -c tramite -n "__fish_tramite_using_subcommand child" -l origin -d 'The channel it came by' -r
complete -c tramite -n "__fish_tramite_using_subcommand child" -s p -l priority -d 'Priority' -r
complete -c tramite -n "__fish_tramite_using_subcommand child" -l assignee -d 'Person who takes it; routed otherwise' -r
complete -c tramite -n "__fish_tramite_using_subcommand child" -l team -d 'Team; routed otherwise' -r
complete -c tramite -n "__fish_tramite_using_subcommand child" -l tag -d 'A tag; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand child" -l attach -d 'Attach a file; may be repeated' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand child" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand child" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand child" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand child" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand child" -l offline -d 'Where the desk reserves numbers: open it without asking the remote, with a number that may change'
complete -c tramite -n "__fish_tramite_using_subcommand child" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand child" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand child" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -s t -l title -d 'Title' -r
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -s d -l description -d 'Description' -r
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -s F -l file -d 'Read the description from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -s f -l field -d 'A field or a key of the ticket; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l for -d 'The contact who asks: id, address or name' -r
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l origin -d 'The channel it came by' -r
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -s p -l priority -d 'Priority' -r
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l assignee -d 'Person who takes it; routed otherwise' -r
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l team -d 'Team; routed otherwise' -r
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l tag -d 'A tag; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l attach -d 'Attach a file; may be repeated' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l offline -d 'Where the desk reserves numbers: open it without asking the remote, with a number that may change'
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand follow-up" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand duplicate" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand duplicate" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand duplicate" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand duplicate" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand duplicate" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand duplicate" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand duplicate" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand duplicate" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand duplicate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand merge" -s f -l field -d 'A field or a key of the ticket that the end of it takes; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand merge" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand merge" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand merge" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand merge" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand merge" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand merge" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand merge" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand merge" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand merge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand link" -l done -d 'What it leads to is done (`false`: not yet), for `link:KIND.done`' -r -f -a "true\t''
false\t''"
complete -c tramite -n "__fish_tramite_using_subcommand link" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand link" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand link" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand link" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand link" -l remove -d 'Take the link away'
complete -c tramite -n "__fish_tramite_using_subcommand link" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand link" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand link" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand dismiss" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand dismiss" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand dismiss" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand dismiss" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand dismiss" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand dismiss" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand dismiss" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand dismiss" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand dismiss" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand approve" -l for -d 'Given by this contact, recorded by you' -r
complete -c tramite -n "__fish_tramite_using_subcommand approve" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand approve" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand approve" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand approve" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand approve" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand approve" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand approve" -l restricted -d 'With a reservation, which the text tells'
complete -c tramite -n "__fish_tramite_using_subcommand approve" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand approve" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand approve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand refuse" -l for -d 'Said by this contact, recorded by you' -r
complete -c tramite -n "__fish_tramite_using_subcommand refuse" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand refuse" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand refuse" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand refuse" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand refuse" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand refuse" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand refuse" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand refuse" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand refuse" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand rate" -l for -d 'Said by this contact, recorded by you' -r
complete -c tramite -n "__fish_tramite_using_subcommand rate" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand rate" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand rate" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand rate" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand rate" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand rate" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand rate" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand rate" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand rate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand time; and not __fish_seen_subcommand_from add" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand time; and not __fish_seen_subcommand_from add" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand time; and not __fish_seen_subcommand_from add" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand time; and not __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand time; and not __fish_seen_subcommand_from add" -f -a "add" -d 'Record work that was done, with what was done where a text is given'
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -l channel -d 'The channel that the work was done by' -r
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -l with -d 'Who was spoken to' -r
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -l billable -d 'The customer pays for it'
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -l public -d 'The text is for the customer'
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand time; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand attach" -l name -d 'What the one file is called from now on' -r
complete -c tramite -n "__fish_tramite_using_subcommand attach" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand attach" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand attach" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand attach" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand attach" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand attach" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand attach" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and not __fish_seen_subcommand_from list get" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and not __fish_seen_subcommand_from list get" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and not __fish_seen_subcommand_from list get" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and not __fish_seen_subcommand_from list get" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and not __fish_seen_subcommand_from list get" -f -a "list" -d 'List a ticket\'s files and its sensitive texts, and where they are'
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and not __fish_seen_subcommand_from list get" -f -a "get" -d 'Get one file: its hash is checked, and nothing is overwritten'
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from list" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from list" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from list" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from get" -s o -l output -d 'Write it into this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from get" -l name -d 'Write it under this name' -r
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from get" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from get" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from get" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from get" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand attachment; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand purge" -l only -d 'Only this file, by name or hash; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand purge" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand purge" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand purge" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand purge" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand purge" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand purge" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand purge" -l dry-run -d 'Only say what would go'
complete -c tramite -n "__fish_tramite_using_subcommand purge" -l yes -d 'Do not ask'
complete -c tramite -n "__fish_tramite_using_subcommand purge" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand purge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand show" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand show" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand show" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand show" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand log" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand log" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand log" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand log" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand log" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand list" -l view -d 'A saved query (`tramite view list`)' -r
complete -c tramite -n "__fish_tramite_using_subcommand list" -l order -d 'Sort by these keys; `-` before one for descending' -r
complete -c tramite -n "__fish_tramite_using_subcommand list" -l columns -d 'Show these columns' -r
complete -c tramite -n "__fish_tramite_using_subcommand list" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand list" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand list" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand list" -l all -d 'Closed and rejected ones too'
complete -c tramite -n "__fish_tramite_using_subcommand list" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand search" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand search" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand search" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand search" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand search" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand next" -s n -l count -d 'How many' -r
complete -c tramite -n "__fish_tramite_using_subcommand next" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand next" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand next" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand next" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand next" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand board" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand board" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand board" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand board" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand board" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand view; and not __fish_seen_subcommand_from list" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand view; and not __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand view; and not __fish_seen_subcommand_from list" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand view; and not __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand view; and not __fish_seen_subcommand_from list" -f -a "list" -d 'List the desk\'s views and your own'
complete -c tramite -n "__fish_tramite_using_subcommand view; and __fish_seen_subcommand_from list" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand view; and __fish_seen_subcommand_from list" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand view; and __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand view; and __fish_seen_subcommand_from list" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand view; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand validate" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand validate" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand validate" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand validate" -l all -d 'Every ticket and the configuration'
complete -c tramite -n "__fish_tramite_using_subcommand validate" -l staged -d 'What is staged for the next commit'
complete -c tramite -n "__fish_tramite_using_subcommand validate" -l config -d 'The configuration only'
complete -c tramite -n "__fish_tramite_using_subcommand validate" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand validate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand check" -l pusher -d 'Who pushes: every committer must be that person' -r
complete -c tramite -n "__fish_tramite_using_subcommand check" -l pusher-from -d 'The same, by a variable of the environment that names who pushes' -r
complete -c tramite -n "__fish_tramite_using_subcommand check" -l max-backdate -d 'How far back the dates of a commit may lie: 15d, 36h' -r
complete -c tramite -n "__fish_tramite_using_subcommand check" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand check" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand check" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand check" -l pre-receive -d 'Judge a push: lines `OLD NEW REF` on standard input, as git gives them to a pre-receive hook'
complete -c tramite -n "__fish_tramite_using_subcommand check" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and not __fish_seen_subcommand_from list show render apply check" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand macro; and not __fish_seen_subcommand_from list show render apply check" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and not __fish_seen_subcommand_from list show render apply check" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and not __fish_seen_subcommand_from list show render apply check" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and not __fish_seen_subcommand_from list show render apply check" -f -a "list" -d 'List macros by group; for a ticket, those that fit it'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and not __fish_seen_subcommand_from list show render apply check" -f -a "show" -d 'Show a macro: its text, what it asks and what it does'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and not __fish_seen_subcommand_from list show render apply check" -f -a "render" -d 'Print a macro\'s text for a ticket; changes nothing'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and not __fish_seen_subcommand_from list show render apply check" -f -a "apply" -d 'Post a macro\'s text and do what it does, in one commit'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and not __fish_seen_subcommand_from list show render apply check" -f -a "check" -d 'Find unknown names before anyone replies'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from list" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from list" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from list" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from show" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from show" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from show" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from show" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from render" -s v -l var -d 'An answer to what the macro asks; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from render" -l missing -d 'The fields that are asked for, by id or label, with commas between' -r
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from render" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from render" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from render" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from render" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from render" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -s v -l var -d 'An answer to what the macro asks; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -l missing -d 'The fields that are asked for, by id or label, with commas between' -r
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -l channel -d 'The channel it goes by' -r
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -l with -d 'Who was spoken to' -r
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -l attach -d 'Attach a file; may be repeated' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -l sensitive -d 'Keep its text as a file, so that it too can be removed (`tramite purge`)'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from check" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from check" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from check" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from check" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand macro; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -f -a "sla" -d 'Each SLA clock of each ticket, and how many were met'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -f -a "aging" -d 'Open tickets by age; 15 days or more is old'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -f -a "response" -d 'Who waits for an answer, and for how long'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -f -a "fcr" -d 'What was resolved at first contact'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -f -a "reopen" -d 'How many resolved tickets were reopened'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -f -a "volume" -d 'Opened, resolved, backlog, week by week'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -f -a "gaps" -d 'The rules of severity `gap` that tickets break, by assignee'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -f -a "csat" -d 'What customers think, on the desk\'s scale'
complete -c tramite -n "__fish_tramite_using_subcommand report; and not __fish_seen_subcommand_from sla aging response fcr reopen volume gaps csat time" -f -a "time" -d 'The work that was reported with comments, and what of it is billable'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l query -d 'Tickets (`key:value` terms)' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l by -d 'Group by a key: type, priority, team, assignee, organization, month, a field' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l month -d 'Only this month, YYYY-MM' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l since -d 'Only from this day on' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l until -d 'Only to the end of this day' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l as-of -d 'As of this time: what happened later is left out' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l as-known -d 'As known at this time: what was recorded later is left out too' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'
csv\t'RFC 4180, formulas neutralised'
markdown\t'A table for a CI summary'
html\t'A page with charts: one file that needs nothing else'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l template -d 'Make the page with this Handlebars template, which gets exactly the report\'s JSON (means --format html)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l on -d 'Choose by another instant than that of the decision' -r -f -a "opened\t'Its ticket\'s opening'
stopped\t'Its stop'
due\t'Its deadline'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l fail-on -d 'Exit 1, with the list on standard error, where a clock is in this state or worse' -r -f -a "breach\t'A clock that was stopped too late'
overdue\t'A clock that runs and is late, or was stopped too late'
at-risk\t'A clock that is close to its target, or any of the above'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l fail-under -d 'Exit 1 where compliance of a metric is under this percentage' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l policy-from -d 'The same history under other policies and calendars, beside today\'s: a commit, or a folder with sla/ and calendars/' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l print-context -d 'Print what a template gets'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from sla" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l query -d 'Tickets (`key:value` terms)' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l by -d 'Group by a key: type, priority, team, assignee, organization, month, a field' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l month -d 'Only this month, YYYY-MM' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l since -d 'Only from this day on' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l until -d 'Only to the end of this day' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l as-of -d 'As of this time: what happened later is left out' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l as-known -d 'As known at this time: what was recorded later is left out too' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'
csv\t'RFC 4180, formulas neutralised'
markdown\t'A table for a CI summary'
html\t'A page with charts: one file that needs nothing else'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l template -d 'Make the page with this Handlebars template, which gets exactly the report\'s JSON (means --format html)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l print-context -d 'Print what a template gets'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from aging" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l query -d 'Tickets (`key:value` terms)' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l by -d 'Group by a key: type, priority, team, assignee, organization, month, a field' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l month -d 'Only this month, YYYY-MM' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l since -d 'Only from this day on' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l until -d 'Only to the end of this day' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l as-of -d 'As of this time: what happened later is left out' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l as-known -d 'As known at this time: what was recorded later is left out too' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'
csv\t'RFC 4180, formulas neutralised'
markdown\t'A table for a CI summary'
html\t'A page with charts: one file that needs nothing else'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l template -d 'Make the page with this Handlebars template, which gets exactly the report\'s JSON (means --format html)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l print-context -d 'Print what a template gets'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from response" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l query -d 'Tickets (`key:value` terms)' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l by -d 'Group by a key: type, priority, team, assignee, organization, month, a field' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l month -d 'Only this month, YYYY-MM' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l since -d 'Only from this day on' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l until -d 'Only to the end of this day' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l as-of -d 'As of this time: what happened later is left out' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l as-known -d 'As known at this time: what was recorded later is left out too' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'
csv\t'RFC 4180, formulas neutralised'
markdown\t'A table for a CI summary'
html\t'A page with charts: one file that needs nothing else'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l template -d 'Make the page with this Handlebars template, which gets exactly the report\'s JSON (means --format html)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l print-context -d 'Print what a template gets'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from fcr" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l query -d 'Tickets (`key:value` terms)' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l by -d 'Group by a key: type, priority, team, assignee, organization, month, a field' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l month -d 'Only this month, YYYY-MM' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l since -d 'Only from this day on' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l until -d 'Only to the end of this day' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l as-of -d 'As of this time: what happened later is left out' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l as-known -d 'As known at this time: what was recorded later is left out too' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'
csv\t'RFC 4180, formulas neutralised'
markdown\t'A table for a CI summary'
html\t'A page with charts: one file that needs nothing else'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l template -d 'Make the page with this Handlebars template, which gets exactly the report\'s JSON (means --format html)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l print-context -d 'Print what a template gets'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from reopen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l query -d 'Tickets (`key:value` terms)' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l by -d 'Group by a key: type, priority, team, assignee, organization, month, a field' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l month -d 'Only this month, YYYY-MM' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l since -d 'Only from this day on' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l until -d 'Only to the end of this day' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l as-of -d 'As of this time: what happened later is left out' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l as-known -d 'As known at this time: what was recorded later is left out too' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'
csv\t'RFC 4180, formulas neutralised'
markdown\t'A table for a CI summary'
html\t'A page with charts: one file that needs nothing else'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l template -d 'Make the page with this Handlebars template, which gets exactly the report\'s JSON (means --format html)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l print-context -d 'Print what a template gets'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from volume" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l query -d 'Tickets (`key:value` terms)' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l by -d 'Group by a key: type, priority, team, assignee, organization, month, a field' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l month -d 'Only this month, YYYY-MM' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l since -d 'Only from this day on' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l until -d 'Only to the end of this day' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l as-of -d 'As of this time: what happened later is left out' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l as-known -d 'As known at this time: what was recorded later is left out too' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'
csv\t'RFC 4180, formulas neutralised'
markdown\t'A table for a CI summary'
html\t'A page with charts: one file that needs nothing else'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l template -d 'Make the page with this Handlebars template, which gets exactly the report\'s JSON (means --format html)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l print-context -d 'Print what a template gets'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l all-severities -d 'Rules of severity `warning` and `error` too'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from gaps" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l query -d 'Tickets (`key:value` terms)' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l by -d 'Group by a key: type, priority, team, assignee, organization, month, a field' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l month -d 'Only this month, YYYY-MM' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l since -d 'Only from this day on' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l until -d 'Only to the end of this day' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l as-of -d 'As of this time: what happened later is left out' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l as-known -d 'As known at this time: what was recorded later is left out too' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'
csv\t'RFC 4180, formulas neutralised'
markdown\t'A table for a CI summary'
html\t'A page with charts: one file that needs nothing else'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l template -d 'Make the page with this Handlebars template, which gets exactly the report\'s JSON (means --format html)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l print-context -d 'Print what a template gets'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from csat" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l query -d 'Tickets (`key:value` terms)' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l by -d 'Group by a key: type, priority, team, assignee, organization, month, a field' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l month -d 'Only this month, YYYY-MM' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l since -d 'Only from this day on' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l until -d 'Only to the end of this day' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l as-of -d 'As of this time: what happened later is left out' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l as-known -d 'As known at this time: what was recorded later is left out too' -r
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'
csv\t'RFC 4180, formulas neutralised'
markdown\t'A table for a CI summary'
html\t'A page with charts: one file that needs nothing else'"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l template -d 'Make the page with this Handlebars template, which gets exactly the report\'s JSON (means --format html)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l print-context -d 'Print what a template gets'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand report; and __fish_seen_subcommand_from time" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand sla; and not __fish_seen_subcommand_from explain due" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand sla; and not __fish_seen_subcommand_from explain due" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand sla; and not __fish_seen_subcommand_from explain due" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand sla; and not __fish_seen_subcommand_from explain due" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand sla; and not __fish_seen_subcommand_from explain due" -f -a "explain" -d 'Show why a ticket\'s clocks stand where they stand, interval by interval'
complete -c tramite -n "__fish_tramite_using_subcommand sla; and not __fish_seen_subcommand_from explain due" -f -a "due" -d 'List what runs out next, soonest first'
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from explain" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from explain" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from explain" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from explain" -l all -d 'Every interval, where a long life is told in runs of days otherwise'
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from explain" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from due" -l within -d 'Only what runs out within this working time' -r
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from due" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from due" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from due" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from due" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand sla; and __fish_seen_subcommand_from due" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and not __fish_seen_subcommand_from show elapsed due eval" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and not __fish_seen_subcommand_from show elapsed due eval" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and not __fish_seen_subcommand_from show elapsed due eval" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and not __fish_seen_subcommand_from show elapsed due eval" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and not __fish_seen_subcommand_from show elapsed due eval" -f -a "show" -d 'Show a month: hours, holidays and their names'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and not __fish_seen_subcommand_from show elapsed due eval" -f -a "elapsed" -d 'Print the working time between two instants'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and not __fish_seen_subcommand_from show elapsed due eval" -f -a "due" -d 'Print when a working time that starts at an instant has passed'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and not __fish_seen_subcommand_from show elapsed due eval" -f -a "eval" -d 'Answer questions, one JSON object a line, from standard input'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from show" -l month -d 'The month, YYYY-MM; this one otherwise' -r
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from show" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from show" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from show" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from show" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from elapsed" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from elapsed" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from elapsed" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from elapsed" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from elapsed" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from due" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from due" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from due" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from due" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from due" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from eval" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from eval" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from eval" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand calendar; and __fish_seen_subcommand_from eval" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand type; and not __fish_seen_subcommand_from list show schema add rename-status" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand type; and not __fish_seen_subcommand_from list show schema add rename-status" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand type; and not __fish_seen_subcommand_from list show schema add rename-status" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand type; and not __fish_seen_subcommand_from list show schema add rename-status" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand type; and not __fish_seen_subcommand_from list show schema add rename-status" -f -a "list" -d 'List the desk\'s types'
complete -c tramite -n "__fish_tramite_using_subcommand type; and not __fish_seen_subcommand_from list show schema add rename-status" -f -a "show" -d 'Show a type: its fields, statuses and moves'
complete -c tramite -n "__fish_tramite_using_subcommand type; and not __fish_seen_subcommand_from list show schema add rename-status" -f -a "schema" -d 'Print a JSON Schema of the type\'s ticket file, for editors and importers'
complete -c tramite -n "__fish_tramite_using_subcommand type; and not __fish_seen_subcommand_from list show schema add rename-status" -f -a "add" -d 'Bring a preset\'s type into this desk, with its policy, tables, macros and views'
complete -c tramite -n "__fish_tramite_using_subcommand type; and not __fish_seen_subcommand_from list show schema add rename-status" -f -a "rename-status" -d 'Give a status another id: in the type, in all that names it, and in its tickets'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from list" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from list" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from list" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from show" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from show" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from show" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from show" -l mermaid -d 'Draw the flow as a Mermaid state diagram'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from show" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from schema" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from schema" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from schema" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from add" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from add" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from add" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from add" -l dry-run -d 'Show what would be brought, and write nothing'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from add" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from rename-status" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from rename-status" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from rename-status" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from rename-status" -l dry-run -d 'Show what would change, and write nothing'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from rename-status" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand type; and __fish_seen_subcommand_from rename-status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and not __fish_seen_subcommand_from list add edit" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand contact; and not __fish_seen_subcommand_from list add edit" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand contact; and not __fish_seen_subcommand_from list add edit" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and not __fish_seen_subcommand_from list add edit" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and not __fish_seen_subcommand_from list add edit" -f -a "list" -d 'List contacts by organization'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and not __fish_seen_subcommand_from list add edit" -f -a "add" -d 'Add a contact to an organization, which is made where the desk does not have it'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and not __fish_seen_subcommand_from list add edit" -f -a "edit" -d 'Change a contact or an organization; the file keeps its comments'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from list" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from list" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from list" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -l name -d 'Name' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -l email -d 'Address' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -l organization -l org -d 'Id of the organization' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -l org-name -d 'Name of the organization, where it is made' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -l role -d 'A role at the customer; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -s f -l field -d 'Anything else that the desk keeps of a contact; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l name -d 'Another name' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l email -d 'Other addresses of a contact; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l role -d 'Other roles of a contact; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l flag -d 'A flag that an organization gets; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l no-flag -d 'A flag that an organization loses; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -s f -l field -d 'Anything else that the desk keeps of them; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l no-roles -d 'The contact has no roles'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand contact; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand person; and not __fish_seen_subcommand_from add" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand person; and not __fish_seen_subcommand_from add" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand person; and not __fish_seen_subcommand_from add" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand person; and not __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand person; and not __fish_seen_subcommand_from add" -f -a "add" -d 'Add a person to the desk'
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -l name -d 'Name' -r
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -l email -d 'Address of their commits' -r
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -l role -d 'A role; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -l team -d 'A team; may be repeated' -r
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand person; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand sync" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand sync" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand sync" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand sync" -l ours -d 'Where both sides changed the same: keep what was written here'
complete -c tramite -n "__fish_tramite_using_subcommand sync" -l theirs -d 'Where both sides changed the same: take what was written there'
complete -c tramite -n "__fish_tramite_using_subcommand sync" -l resolve -d 'Settle the conflicts of tickets that git merge, rebase or cherry-pick left, and stage the files'
complete -c tramite -n "__fish_tramite_using_subcommand sync" -l files -d 'Fetch every attached file too'
complete -c tramite -n "__fish_tramite_using_subcommand sync" -s n -l dry-run -d 'Only say what would come and go'
complete -c tramite -n "__fish_tramite_using_subcommand sync" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand demo" -l preset -d 'The preset to begin with' -r
complete -c tramite -n "__fish_tramite_using_subcommand demo" -l tickets -d 'How many tickets, at most 1,000 a month' -r
complete -c tramite -n "__fish_tramite_using_subcommand demo" -l seed -d 'Another number makes another desk' -r
complete -c tramite -n "__fish_tramite_using_subcommand demo" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand demo" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand demo" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand demo" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and not __fish_seen_subcommand_from install uninstall status run" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and not __fish_seen_subcommand_from install uninstall status run" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and not __fish_seen_subcommand_from install uninstall status run" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and not __fish_seen_subcommand_from install uninstall status run" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and not __fish_seen_subcommand_from install uninstall status run" -f -a "install" -d 'Put tramite\'s hooks into this repository, beside those of others'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and not __fish_seen_subcommand_from install uninstall status run" -f -a "uninstall" -d 'Take tramite\'s hooks away; those that were there before come back'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and not __fish_seen_subcommand_from install uninstall status run" -f -a "status" -d 'List tramite\'s hooks and whether they are there'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and not __fish_seen_subcommand_from install uninstall status run" -f -a "run" -d 'What a hook does; called by its script'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from install" -l pusher -d 'With --server: who pushes, by the variable of the hook\'s environment that names them (GL_USER, REMOTE_USER …) or by address; every committer must be that person' -r
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from install" -l max-backdate -d 'With --server: how far back the dates of a commit may lie: 15d, 36h' -r
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from install" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from install" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from install" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from install" -l server -d 'The hook of a repository that is pushed to: pre-receive, which runs `tramite check`'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from install" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from uninstall" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from uninstall" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from uninstall" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from uninstall" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from uninstall" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from status" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from status" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from status" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from status" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from run" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from run" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from run" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand hooks; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand doctor" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand doctor" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand doctor" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand doctor" -l fix -d 'Mend what can be mended'
complete -c tramite -n "__fish_tramite_using_subcommand doctor" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand undo" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand undo" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand undo" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand undo" -l dry-run -d 'Only say what would be taken back, and how'
complete -c tramite -n "__fish_tramite_using_subcommand undo" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand links" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand links" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand links" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand links" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand links" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand scan" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand scan" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand scan" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand scan" -l dry-run -d 'Only say what would be recorded'
complete -c tramite -n "__fish_tramite_using_subcommand scan" -l drop-yaml-comments -d 'Rewrite ticket files even though their YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand scan" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand scan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand orphans" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand orphans" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand orphans" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand orphans" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand orphans" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand sweep" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand sweep" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand sweep" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand sweep" -l dry-run -d 'Show what would be done, and write nothing'
complete -c tramite -n "__fish_tramite_using_subcommand sweep" -l anytime -d 'Also what would wait for working hours'
complete -c tramite -n "__fish_tramite_using_subcommand sweep" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand sweep" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -s m -l message -d 'The text; several are paragraphs' -r
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -s F -l file -d 'Read the text from a file (`-`: standard input)' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -l channel -d 'The channel that the text goes by' -r
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -l at -d 'When it happened, if not now' -r
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -l public -d 'The text is for the customers'
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -l all -d 'Closed and rejected tickets too'
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -l dry-run -d 'Show what would be done, and write nothing'
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -s y -l yes -d 'Do it without asking'
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -l drop-yaml-comments -d 'Rewrite a ticket file even though its YAML comments, anchors and tags are lost'
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand bulk" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand outbox" -l since -d 'Since this commit or time: an id, `HEAD~1`, 2026-11-24, -2d' -r
complete -c tramite -n "__fish_tramite_using_subcommand outbox" -l from -d 'Who they come from; the desk\'s `outbox: {from: …}` otherwise' -r
complete -c tramite -n "__fish_tramite_using_subcommand outbox" -l maildir -d 'Put those that are new into this maildir' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand outbox" -l send -d 'Give what waits in the maildir to this program, such as `sendmail -t -oi`' -r
complete -c tramite -n "__fish_tramite_using_subcommand outbox" -l limit -d 'Refuse to tell of more than this' -r
complete -c tramite -n "__fish_tramite_using_subcommand outbox" -l format -d 'What to print' -r -f -a "table\t'For people: which there are'
json\t'For scripts: an envelope with `"version": 1`'
mbox\t'The messages themselves, one mailbox'"
complete -c tramite -n "__fish_tramite_using_subcommand outbox" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand outbox" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand outbox" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand outbox" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand import; and not __fish_seen_subcommand_from jsonl" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand import; and not __fish_seen_subcommand_from jsonl" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand import; and not __fish_seen_subcommand_from jsonl" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand import; and not __fish_seen_subcommand_from jsonl" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand import; and not __fish_seen_subcommand_from jsonl" -f -a "jsonl" -d 'JSON lines: one ticket with its events per line'
complete -c tramite -n "__fish_tramite_using_subcommand import; and __fish_seen_subcommand_from jsonl" -l format -d 'What to print' -r -f -a "table\t'For people'
json\t'For scripts: an envelope with `"version": 1`'"
complete -c tramite -n "__fish_tramite_using_subcommand import; and __fish_seen_subcommand_from jsonl" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand import; and __fish_seen_subcommand_from jsonl" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand import; and __fish_seen_subcommand_from jsonl" -l skip-bad -d 'Leave bad lines out and import the rest'
complete -c tramite -n "__fish_tramite_using_subcommand import; and __fish_seen_subcommand_from jsonl" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand import; and __fish_seen_subcommand_from jsonl" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tramite -n "__fish_tramite_using_subcommand export" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand export" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand export" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand export" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand completions" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand completions" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand completions" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand completions" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand man" -l dir -d 'Write one page per command here' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand man" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand man" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand man" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand man" -s h -l help -d 'Print help'
complete -c tramite -n "__fish_tramite_using_subcommand merge-driver" -s C -l directory -d 'Work in this folder' -r -F
complete -c tramite -n "__fish_tramite_using_subcommand merge-driver" -l color -d 'When to colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tramite -n "__fish_tramite_using_subcommand merge-driver" -l no-pager -d 'Print straight to the terminal'
complete -c tramite -n "__fish_tramite_using_subcommand merge-driver" -s h -l help -d 'Print help'
