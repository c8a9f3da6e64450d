import { Link } from '@tanstack/react-router';

/** Whoever leads a team that the reader may see, by name. */
export function ManagerLink({ person }: { person: { id: string; name: string } }) {
  return (
    <Link to="/managers/$personId" params={{ personId: person.id }}>
      {person.name}
    </Link>
  );
}
